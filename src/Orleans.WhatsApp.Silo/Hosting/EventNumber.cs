using Serilog.Core;
using Serilog.Events;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>The number by which the manual names a line of the log, as <c> #5100</c>; nothing where a line has none.</summary>
internal sealed class EventNumber : ILogEventEnricher
{
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        if (logEvent.Properties.TryGetValue("EventId", out var id) && id is StructureValue { Properties: [{ Name: "Id", Value: ScalarValue { Value: int number } }, ..] })
            logEvent.AddPropertyIfAbsent(new LogEventProperty(nameof(EventNumber), new ScalarValue($" #{number}")));
    }
}
