using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

/// <summary>The payload of an <c>account_status</c> webhook.</summary>
internal static class AccountStatusEvent
{
    public static JsonObject Payload(SimulatedAccount account, AccountStatus status) => new()
    {
        ["AccountStatus"] = new JsonObject
        {
            ["account_id"] = account.Id,
            ["account_type"] = "WHATSAPP",
            ["message"] = status.InPayload(),
        },
    };
}
