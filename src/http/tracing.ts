/** Sends traces to an OpenTelemetry collector, over OTLP as JSON. The library is loaded only where there is one. */

export interface Tracing {
  /** What has not been sent yet is sent. */
  readonly stop: () => Promise<void>;
}

/** @param endpoint  The collector's address, without `/v1/traces`; absent: no traces. */
export async function startTracing(endpoint: string | undefined, service: string): Promise<Tracing> {
  if (endpoint === undefined) return { stop: async () => {} };
  const [{ OTLPTraceExporter }, { resourceFromAttributes }, { BatchSpanProcessor, NodeTracerProvider }] =
    await Promise.all([
      import("@opentelemetry/exporter-trace-otlp-http"),
      import("@opentelemetry/resources"),
      import("@opentelemetry/sdk-trace-node"),
    ]);
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/+$/, "")}/v1/traces` });
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ "service.name": service }),
    spanProcessors: [new BatchSpanProcessor(exporter)],
  });
  provider.register();
  return {
    // A collector that is away must not keep a server from stopping.
    stop: () => provider.shutdown().catch(() => {}),
  };
}
