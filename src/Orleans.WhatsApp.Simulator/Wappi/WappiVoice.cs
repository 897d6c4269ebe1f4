using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Orleans.WhatsApp.Simulator;

internal sealed class WappiVoice(SimulatedWorld world, WappiFiles files) : IProviderVoice
{
    private readonly WappiEventJson _json = new(world, files);

    public string NewAccountId()
    {
        var hex = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(6));
        return $"{hex[..8]}-{hex[8..]}";
    }

    public string NewMessageId() => Ids.NewProviderId();

    public Task Tell(ChatEvent what)
    {
        var (kind, chat, message, _) = what;
        if (message.EventType is not null) return Task.CompletedTask; // a call: its webhook is not simulated
        return kind switch
        {
            ChatEventKind.Delivered or ChatEventKind.Read when message.FromBusiness => Tell(chat, message, kind is ChatEventKind.Read ? "read" : "delivered"),
            ChatEventKind.Delivered or ChatEventKind.Read => Task.CompletedTask,
            ChatEventKind.Reacted => Tell(chat, "incoming_message", message.Id, WappiEventJson.Reaction(chat, message, Now), asObject: false),
            _ => Tell(chat, TypeOf(message), message.Id, _json.Message(TypeOf(message), chat, message), asObject: false),
        };
    }

    public Task Tell(SimulatedChat chat, SimulatedMessage message, string status) => Tell(
        chat, "delivery_status", message.Id, WappiEventJson.Status(chat.Account, message, status, Now), world.Wappi.StatusAsObject);

    public void Tell(SimulatedAccount account, AccountStatus status)
    {
        if (status is AccountStatus.Connecting || !status.IsState()) return;
        var json = WappiEventJson.Authorization(account, status is AccountStatus.Ok, status is AccountStatus.Credentials ? "logout" : "disconnected", Now);
        _ = Publish(account, "authorization_status", account.Id, chatId: null, messageId: null, json, asObject: false);
    }

    private DateTimeOffset Now => world.Options.TimeProvider.GetUtcNow();

    private string TypeOf(SimulatedMessage message) => message.Origin switch
    {
        MessageOrigin.Phone => "outgoing_message_phone",
        MessageOrigin.Api when !world.Wappi.EchoesAsIncoming => "outgoing_message_api",
        _ => "incoming_message",
    };

    private Task Tell(SimulatedChat chat, string type, string messageId, JsonObject element, bool asObject)
    {
        var told = new TaskCompletionSource();
        chat.Account.WhenOk(() => _ = TellNow());
        return told.Task;

        async Task TellNow()
        {
            await Publish(chat.Account, type, chat.Id, chat.Id, messageId, element, asObject);
            told.SetResult();
        }
    }

    private Task Publish(SimulatedAccount account, string type, string lane, string? chatId, string? messageId, JsonObject element, bool asObject)
    {
        if (world.Wappi.WebhooksOff) return Task.CompletedTask;
        return world.Webhooks.Publish(new WebhookEvent(WebhookSubscription.WappiSource, type, account.Id, lane, chatId, messageId,
            _ => new JsonObject { ["messages"] = asObject ? element.DeepClone() : new JsonArray(element.DeepClone()) }));
    }
}
