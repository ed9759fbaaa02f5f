import { describe } from "vitest";
import { reads } from "./fixtures/family.ts";

describe("headers of three and more rows", () => {
  reads("years over quarters over kinds of prices, continued by blanks", {
    file: [
      "Lapangan Usaha;PDRB Kabupaten Gowa Menurut Lapangan Usaha (Miliar Rupiah);;;;;;;",
      ";2023;;;;2024;;;",
      ";Harga Berlaku;;Harga Konstan 2010;;Harga Berlaku;;Harga Konstan 2010;",
      ";Triwulan I;Triwulan II;Triwulan I;Triwulan II;Triwulan I;Triwulan II;Triwulan I;Triwulan II",
      "Pertanian;1,5;1,6;1,1;1,2;1,7;1,8;1,2;1,3",
      "Industri;2,5;2,6;2,1;2,2;2,7;2,8;2,2;2,3",
      "Perdagangan;3,0;3,1;2,5;2,6;3,2;3,3;2,7;-",
    ],
    long: [
      "lapangan_usaha,kategori,periode,nilai",
      ...[
        "Pertanian:1.5,1.6,1.1,1.2,1.7,1.8,1.2,1.3",
        "Industri:2.5,2.6,2.1,2.2,2.7,2.8,2.2,2.3",
        "Perdagangan:3.0,3.1,2.5,2.6,3.2,3.3,2.7,",
      ].flatMap((line) => {
        const [label, cells = ""] = line.split(":");
        return cells.split(",").map((cell, at) => {
          const kind = at % 4 < 2 ? "Harga Berlaku" : "Harga Konstan 2010";
          return `${label},${kind},${at < 4 ? 2023 : 2024}-Q${(at % 2) + 1},${cell}`;
        });
      }),
    ],
    unit: "Miliar Rupiah",
    header: [1, 4],
  });

  reads("semesters with Roman numerals under school years", {
    file: [
      "JUMLAH SISWA SMA NEGERI,,,,",
      "Kabupaten,2022/2023,,2023/2024,",
      ",Semester I,Semester II,Semester I,Semester II",
      "Bone,1200,1190,1300,1280",
      "Wajo,900,890,910,905",
      "Soppeng,700,690,720,715",
    ],
    long: [
      "kabupaten,kategori,periode,nilai",
      "Bone,Semester I,2022-07-01/P1Y,1200",
      "Bone,Semester II,2022-07-01/P1Y,1190",
      "Bone,Semester I,2023-07-01/P1Y,1300",
      "Bone,Semester II,2023-07-01/P1Y,1280",
      "Wajo,Semester I,2022-07-01/P1Y,900",
      "Wajo,Semester II,2022-07-01/P1Y,890",
      "Wajo,Semester I,2023-07-01/P1Y,910",
      "Wajo,Semester II,2023-07-01/P1Y,905",
      "Soppeng,Semester I,2022-07-01/P1Y,700",
      "Soppeng,Semester II,2022-07-01/P1Y,690",
      "Soppeng,Semester I,2023-07-01/P1Y,720",
      "Soppeng,Semester II,2023-07-01/P1Y,715",
    ],
  });

  reads("Roman months and a yearly column under one year of the title", {
    file: [
      "Kunjungan Wisatawan Mancanegara Menurut Bulan di Sulawesi Selatan Tahun 2024;;;;",
      "Pintu Masuk;I;II;III;Jumlah",
      "Bandara Sultan Hasanuddin;1.204;1.310;998;3.512",
      "Pelabuhan Makassar;98;120;77;295",
      "Pelabuhan Parepare;12;9;15;36",
      "Jumlah;1.314;1.439;1.090;3.843",
    ],
    long: [
      "pintu_masuk,periode,nilai",
      "Bandara Sultan Hasanuddin,2024-01,1204",
      "Bandara Sultan Hasanuddin,2024-02,1310",
      "Bandara Sultan Hasanuddin,2024-03,998",
      "Pelabuhan Makassar,2024-01,98",
      "Pelabuhan Makassar,2024-02,120",
      "Pelabuhan Makassar,2024-03,77",
      "Pelabuhan Parepare,2024-01,12",
      "Pelabuhan Parepare,2024-02,9",
      "Pelabuhan Parepare,2024-03,15",
    ],
    totals: [6],
  });

  reads("units in brackets under bilingual names, then column numbers", {
    file: [
      '"Tabel 5.1.3. Luas Panen, Produktivitas, dan Produksi Padi Menurut Kabupaten, 2023",,,',
      '"Table 5.1.3. Harvested Area, Productivity, and Production of Paddy by Regency, 2023",,,',
      "Kabupaten,Luas Panen,Produktivitas,Produksi",
      "Regency,Harvested Area,Productivity,Production",
      ",(ha),(ku/ha),(ton)",
      "(1),(2),(3),(4)",
      'Bone,"182.345","51,20","933.606"',
      'Wajo,"150.001","49,75","746.254"',
      'Pinrang,"101.220","58,01","587.177"',
      "Catatan/Note : Angka sementara/Preliminary figures,,,",
      "Sumber/Source : Survei KSA,,,",
    ],
    long: [
      "kabupaten,luas_panen,produktivitas,produksi",
      "Bone,182345,51.20,933606",
      "Wajo,150001,49.75,746254",
      "Pinrang,101220,58.01,587177",
    ],
    header: [3, 5],
    notes: [10, 11],
  });
});

describe("values as agencies type them", () => {
  reads("marks of missing values and of preliminary figures", {
    file: [
      "Kabupaten/Kota;2021;2022;2023*;2024**",
      "Luwu;12,1;n.a;10,9*;...",
      "Luwu Utara;13,0;NA;11,2*;-",
      "Luwu Timur;9,5;9,1 r;8,8*;–",
      "Kota Palopo;6,5;6,0 e;5,9*;8,1**",
      "Keterangan: * angka sementara ** angka sangat sementara;;;;",
      "... data tidak tersedia;;;;",
    ],
    long: [
      "kabupaten_kota,tahun,nilai",
      "Luwu,2021,12.1",
      "Luwu,2022,",
      "Luwu,2023,10.9",
      "Luwu,2024,",
      "Luwu Utara,2021,13.0",
      "Luwu Utara,2022,",
      "Luwu Utara,2023,11.2",
      "Luwu Utara,2024,",
      "Luwu Timur,2021,9.5",
      "Luwu Timur,2022,9.1",
      "Luwu Timur,2023,8.8",
      "Luwu Timur,2024,",
      "Kota Palopo,2021,6.5",
      "Kota Palopo,2022,6.0",
      "Kota Palopo,2023,5.9",
      "Kota Palopo,2024,8.1",
    ],
    notes: [6, 7],
  });

  reads("rupiah and percent signs, brackets for minus", {
    file: [
      "OPD;Pagu;Realisasi;%;Sisa (Lebih)",
      "Dinas Pendidikan;Rp1.250.000.000,00;Rp1.100.500.250,50;88,04%;Rp149.499.749,50",
      "Dinas Kesehatan;Rp 900.000.000,00;Rp 915.000.000,00;101,67%;(Rp15.000.000,00)",
      "Dinas Sosial;Rp75.000.000,00;Rp0,00;0,00%;Rp75.000.000,00",
    ],
    long: [
      "opd,pagu,realisasi,persen,sisa_lebih",
      "Dinas Pendidikan,1250000000.00,1100500250.50,88.04,149499749.50",
      "Dinas Kesehatan,900000000.00,915000000.00,101.67,-15000000.00",
      "Dinas Sosial,75000000.00,0.00,0.00,75000000.00",
    ],
  });

  reads("dates with Indonesian months, times with dots", {
    file: [
      "No|Tanggal|Kejadian|Lokasi|Korban (jiwa)",
      "1|3 Januari 2024|Banjir|Kab. Wajo|0",
      "2|17 Pebruari 2024|Longsor|Kab. Enrekang|3",
      "3|1 Nopember 2024|Angin Kencang|Kota Parepare|1",
    ],
    long: [
      "no,tanggal,kejadian,lokasi,korban",
      "1,2024-01-03,Banjir,Kab. Wajo,0",
      "2,2024-02-17,Longsor,Kab. Enrekang,3",
      "3,2024-11-01,Angin Kencang,Kota Parepare,1",
    ],
  });

  reads("a province first, regencies coded by BPS", {
    file: [
      "kode_wilayah;nama_wilayah;2022;2023",
      "7300;SULAWESI SELATAN;8,63;8,70",
      "7308;Maros;9,4;9,1",
      "7309;Pangkajene dan Kepulauan;13,9;13,4",
      "7310;Barru;8,3;8,2",
      "7311;Bone;10,6;10,2",
    ],
    long: [
      "kode_wilayah,nama_wilayah,tahun,nilai",
      "73.09,Maros,2022,9.4",
      "73.09,Maros,2023,9.1",
      "73.10,Pangkajene dan Kepulauan,2022,13.9",
      "73.10,Pangkajene dan Kepulauan,2023,13.4",
      "73.11,Barru,2022,8.3",
      "73.11,Barru,2023,8.2",
      "73.08,Bone,2022,10.6",
      "73.08,Bone,2023,10.2",
    ],
    totals: [2],
  });

  reads("a province last, regencies coded without dots after Kemendagri", {
    file: [
      "Kode,Kabupaten/Kota,Jumlah Desa",
      "7308,Bone,328",
      "7309,Maros,80",
      "7310,Pangkajene Dan Kepulauan,65",
      "7311,Barru,40",
      "73,Provinsi Sulawesi Selatan,513",
    ],
    long: [
      "kode,kabupaten_kota,jumlah_desa",
      "73.08,Bone,328",
      "73.09,Maros,80",
      "73.10,Pangkajene Dan Kepulauan,65",
      "73.11,Barru,40",
    ],
    totals: [6],
  });
});

describe("around and between tables", () => {
  reads("labels under a header that nobody wrote", {
    file: [",2022,2023", "Bone,1,2", "Gowa,3,4", "Maros,5,6"],
    long: [
      "kolom_1,tahun,nilai",
      "Bone,2022,1",
      "Bone,2023,2",
      "Gowa,2022,3",
      "Gowa,2023,4",
      "Maros,2022,5",
      "Maros,2023,6",
    ],
  });

  reads("a header with a dash for a column without a name", {
    file: [
      "id,-,nama_kabupaten,nilai,tahun",
      "1,7301,Selayar,4.5,2022",
      "2,7302,Bulukumba,3.2,2022",
      "3,-,Bantaeng,-,2022",
    ],
    long: [
      "id,kolom_2,nama_kabupaten,nilai,tahun",
      "1,7301,Selayar,4.5,2022",
      "2,7302,Bulukumba,3.2,2022",
      "3,,Bantaeng,,2022",
    ],
    header: [1, 1],
  });

  reads("rows of nothing but dashes, and a source with dashes beside it", {
    file: ["Kabupaten,2022,2023", "Bone,1,2", "-,-,-", "Gowa,3,4", "Maros,5,6", "Sumber: BPS,-,-"],
    long: [
      "kabupaten,tahun,nilai",
      "Bone,2022,1",
      "Bone,2023,2",
      "Gowa,2022,3",
      "Gowa,2023,4",
      "Maros,2022,5",
      "Maros,2023,6",
    ],
    notes: [6],
  });

  reads("a table continued on the next page, its title and header repeated", {
    file: [
      '"Tabel 2. Jumlah Perpustakaan Menurut Kecamatan, 2023",,',
      "Kecamatan,Negeri,Swasta",
      "Bangkala,10,2",
      "Batang,8,1",
      "Kelara,7,0",
      ",,",
      "Lanjutan Tabel 2,,",
      "Kecamatan,Negeri,Swasta",
      "Binamu,14,5",
      "Turatea,9,1",
      "Tamalatea,6,2",
      "Jumlah,54,11",
    ],
    long: [
      "kecamatan,negeri,swasta",
      "Bangkala,10,2",
      "Batang,8,1",
      "Kelara,7,0",
      "Binamu,14,5",
      "Turatea,9,1",
      "Tamalatea,6,2",
    ],
    totals: [12],
  });

  reads("two tables one under the other: the larger is read, the other told", {
    file: [
      "Tabel 1. Panjang Jalan Provinsi,,",
      "Kondisi,2022,2023",
      "Baik,900,910",
      "Rusak,200,190",
      "",
      "Tabel 2. Panjang Jalan Menurut Permukaan,,",
      "Permukaan,2022,2023",
      "Aspal,800,810",
      "Beton,200,205",
      "Kerikil,80,70",
      "Tanah,20,15",
    ],
    long: [
      "permukaan,tahun,nilai",
      "Aspal,2022,800",
      "Aspal,2023,810",
      "Beton,2022,200",
      "Beton,2023,205",
      "Kerikil,2022,80",
      "Kerikil,2023,70",
      "Tanah,2022,20",
      "Tanah,2023,15",
    ],
    told: ["table/several"],
  });

  reads("a letterhead above, signatures below", {
    file: [
      "PEMERINTAH PROVINSI SULAWESI SELATAN;;;",
      "DINAS TENAGA KERJA DAN TRANSMIGRASI;;;",
      "REKAPITULASI PENCARI KERJA BULAN MARET 2024;;;",
      ";;;",
      "NO;KABUPATEN/KOTA;LAKI-LAKI;PEREMPUAN",
      "1;KAB. BANTAENG;45;39",
      "2;KAB. BARRU;31;28",
      "3;KOTA PALOPO;77;81",
      ";JUMLAH;153;148",
      ";;;",
      ";;Makassar, 2 April 2024;",
      ";;Kepala Dinas,;",
      ";;;",
      ";;Drs. H. Contoh, M.Si;",
    ],
    long: [
      "no,kabupaten_kota,laki_laki,perempuan",
      "1,KAB. BANTAENG,45,39",
      "2,KAB. BARRU,31,28",
      "3,KOTA PALOPO,77,81",
    ],
    totals: [9],
    title: "REKAPITULASI PENCARI KERJA BULAN MARET 2024",
  });

  reads("facts of the report as name and value above the table", {
    file: [
      "Laporan,Capaian Kinerja",
      "Instansi,:,Dinas Kominfo",
      "Periode,:,Triwulan II 2024",
      "",
      "Indikator,Satuan,Target,Realisasi",
      'Indeks SPBE,Indeks,"3,40","3,35"',
      'Cakupan internet OPD,Persen,"100,00","98,50"',
      'Jumlah dataset terbuka,Dataset,"250,00","261,00"',
    ],
    long: [
      "indikator,satuan,target,realisasi",
      "Indeks SPBE,Indeks,3.40,3.35",
      "Cakupan internet OPD,Persen,100.00,98.50",
      "Jumlah dataset terbuka,Dataset,250.00,261.00",
    ],
    header: [5, 5],
  });

  reads("trailing separators and columns without anything", {
    file: ["Kecamatan;;Posyandu;;;", "Alu;;12;;;", "Balanipa;;9;;;", "Tinambung;;15;;;", ";;;;;", ";;;;;"],
    long: ["kecamatan,posyandu", "Alu,12", "Balanipa,9", "Tinambung,15"],
  });

  reads("budgets with codes: only the leaves are rows", {
    file: [
      "Kode Rekening;Uraian;Anggaran (Rp);Realisasi (Rp)",
      "4;PENDAPATAN DAERAH;3.000;2.500",
      "4.1;PENDAPATAN ASLI DAERAH;1.000;900",
      "4.1.01;Pajak Daerah;700;650",
      "4.1.02;Retribusi Daerah;300;250",
      "4.2;PENDAPATAN TRANSFER;2.000;1.600",
      "4.2.01;Transfer Pemerintah Pusat;1.500;1.200",
      "4.2.02;Transfer Antar Daerah;500;400",
    ],
    long: [
      "kode_rekening,uraian,anggaran,realisasi",
      "4.1.01,Pajak Daerah,700,650",
      "4.1.02,Retribusi Daerah,300,250",
      "4.2.01,Transfer Pemerintah Pusat,1500,1200",
      "4.2.02,Transfer Antar Daerah,500,400",
    ],
    totals: [2, 3, 6],
  });

  reads("a total under grouped whole numbers that could be decimals, beside a column that proves the comma", {
    file: [
      "Kabupaten;Kakao (ton);Kopi (ton)",
      "Bulukumba;4.512,0;1.200",
      "Gowa;321,5;2.345",
      "Enrekang;1.200,5;12",
      "Sinjai;66,0;41",
      "Jumlah;6.100,0;3.598",
    ],
    long: ["kabupaten,kakao,kopi", "Bulukumba,4512.0,1200", "Gowa,321.5,2345", "Enrekang,1200.5,12", "Sinjai,66.0,41"],
    totals: [6],
    untold: ["table/total-mismatch"],
  });
});
