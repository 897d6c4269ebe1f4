using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Faults as they are written in JSON: <c>{"kind":"refuse","status":429,"slug":"too_many_requests"}</c>.</summary>
internal static class ControlFault
{
    public static ProviderFault? Read(JsonObject body) => body.String("kind") switch
    {
        "slow" => new ProviderFault.Slow(TimeSpan.FromMilliseconds(Number(body, "delay_ms", 5000))),
        "slow_after_accepting" => new ProviderFault.Slow(TimeSpan.FromMilliseconds(Number(body, "delay_ms", 5000)), AfterAccepting: true),
        "refuse" => new ProviderFault.Refuse(Number(body, "status", 500), body.String("slug") ?? "unexpected_error"),
        "refuse_after_accepting" => new ProviderFault.RefuseAfterAccepting(Number(body, "status", 504), body.String("slug") ?? "request_timeout"),
        "drop_before_accepting" => new ProviderFault.DropBeforeAccepting(),
        "drop_after_accepting" => new ProviderFault.DropAfterAccepting(),
        "no_message_id" => new ProviderFault.AcceptWithoutMessageId(),
        _ => null,
    };

    private static int Number(JsonObject body, string key, int otherwise) =>
        body[key] is JsonValue value && value.TryGetValue<int>(out var number) ? number : otherwise;
}
