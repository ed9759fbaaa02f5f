/** A dataset with every role: two measures, codes with names beside them, and marks on values. */
import type { Dataset } from "../../src/catalogue/datasets.ts";
import type { Store } from "../../src/store/data-source.ts";
import { givenTable, tableOf } from "../setup/outlets.ts";

export const givenStaff = (store: Store): Promise<Dataset> =>
  givenTable(
    store,
    "pegawai",
    {
      title: { id: "Pegawai", en: "Staff" },
      ...tableOf(
        [
          { name: "kode_wilayah", type: "string", role: "region", title: { id: "Wilayah", en: "Region" } },
          { name: "tahun", type: "year", role: "period" },
          { name: "kode_golongan", type: "string", role: "dimension" },
          { name: "nama_golongan", type: "string" },
          { name: "jumlah", type: "integer", role: "measure", unit: "orang" },
          { name: "rata_rata", type: "number", role: "measure", unit: "tahun" },
        ],
        ["kode_wilayah", "tahun", "kode_golongan"],
      ),
    },
    [
      ["73.06", "2023", "a", "Golongan A", "10", "1.50", {}],
      ["73.06", "2024", "a", "Golongan A", "11", null, { jumlah: "provisional", rata_rata: "not-available" }],
      ["73.71", "2024", "b", "Golongan B", "12345678901234567", "2.125", {}],
    ],
  );
