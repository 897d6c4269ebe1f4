using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Faults as they are written in JSON: <c>{"kind":"refuse","status":429,"slug":"too_many_requests"}</c>.</summary>
internal static class ControlFault
{
    public static ProviderFault? Read(JsonObject body, string? usualSlug) => body.String("kind") switch
    {
        "slow" => new ProviderFault.Slow(TimeSpan.FromMilliseconds(body.Integer("delay_ms") ?? 5000)),
        "slow_after_accepting" => new ProviderFault.Slow(TimeSpan.FromMilliseconds(body.Integer("delay_ms") ?? 5000), AfterAccepting: true),
        "refuse" => new ProviderFault.Refuse(body.Integer("status") ?? 500, body.String("slug") ?? usualSlug ?? "unexpected_error"),
        "refuse_after_accepting" => new ProviderFault.RefuseAfterAccepting(body.Integer("status") ?? 504, body.String("slug") ?? usualSlug ?? "request_timeout"),
        "drop_before_accepting" => new ProviderFault.DropBeforeAccepting(),
        "drop_after_accepting" => new ProviderFault.DropAfterAccepting(),
        "no_message_id" => new ProviderFault.AcceptWithoutMessageId(),
        _ => null,
    };
}
