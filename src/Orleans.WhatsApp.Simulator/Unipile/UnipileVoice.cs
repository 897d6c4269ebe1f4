namespace Orleans.WhatsApp.Simulator;

internal sealed class UnipileVoice(WebhookCourier webhooks) : IProviderVoice
{
    public string NewAccountId() => Ids.New();

    public string NewMessageId() => Ids.New();

    public Task Tell(ChatEvent what)
    {
        var told = new TaskCompletionSource();
        var (_, chat, message, reactedBy) = what;
        var name = Name(what.Kind);
        var hook = new WebhookEvent("messaging", name, chat.Account.Id, chat.Id, chat.Id, message.Id,
            subscription => MessagingEvent.Payload(name, chat, message, subscription.Name, reactedBy));
        chat.Account.WhenOk(() => _ = Publish());
        return told.Task;

        async Task Publish()
        {
            await webhooks.Publish(hook);
            told.SetResult();
        }
    }

    public void Tell(SimulatedAccount account, AccountStatus status) => webhooks.Publish(new WebhookEvent(
        "account_status", status.InSubscription(), account.Id, account.Id, ChatId: null, MessageId: null, _ => AccountStatusEvent.Payload(account, status)));

    private static string Name(ChatEventKind kind) => kind switch
    {
        ChatEventKind.Written => "message_received",
        ChatEventKind.Edited => "message_edited",
        ChatEventKind.Deleted => "message_deleted",
        ChatEventKind.Reacted => "message_reaction",
        ChatEventKind.Delivered => "message_delivered",
        ChatEventKind.Read => "message_read",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
