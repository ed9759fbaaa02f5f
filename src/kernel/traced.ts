/** Work as a span of a trace. Where nobody takes traces it is the work alone: what is called here then does nothing. */
import { type Attributes, SpanStatusCode, trace } from "@opentelemetry/api";

export const TRACER = "jendela";

/** The work as a span under the one that runs at the moment. What it throws is told in the span by its name, never by what it says. */
export function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> {
  return trace.getTracer(TRACER).startActiveSpan(name, { attributes }, async (span) => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute("error.type", error instanceof Error && "code" in error ? String(error.code) : "error");
      throw error;
    } finally {
      span.end();
    }
  });
}

/** Is a span running that somebody takes? */
export const isTraced = (): boolean => trace.getActiveSpan()?.isRecording() === true;
