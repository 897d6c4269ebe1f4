using System.Security.Cryptography;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Tells what happens to the numbers of the Cloud API, one change at a time or several in one body.</summary>
internal sealed class MetaVoice(WebhookCourier webhooks, MetaMedia media, Work work, TimeProvider clock) : IProviderVoice
{
    private readonly MetaMessageJson _messages = new(media, clock);
    private readonly Lock _lock = new();
    private readonly List<MetaChange> _held = [];
    private TaskCompletionSource _heldTold = new();
    private int _batch;

    public static string MessageId() => "wamid." + Convert.ToBase64String(RandomNumberGenerator.GetBytes(33));

    public string NewAccountId() => Ids.Number(15, "number", Ids.New());

    public string NewMessageId() => MessageId();

    public Task Tell(ChatEvent what)
    {
        if (what is { Kind: ChatEventKind.Delivered or ChatEventKind.Read, Message.Origin: MessageOrigin.Api })
            return Tell(what.Chat, what.Message, what.Kind is ChatEventKind.Read ? MetaStatus.Read : MetaStatus.Delivered);
        return _messages.Of(what) is { } change ? Tell(change) : Task.CompletedTask;
    }

    /// <summary>A token that ends is noticed by whoever uses it; nothing is told.</summary>
    public void Tell(SimulatedAccount account, AccountStatus status)
    {
    }

    public Task Tell(SimulatedChat chat, SimulatedMessage message, MetaStatus status) =>
        Tell(MetaStatusJson.Of(chat, message, status, clock.GetUtcNow()));

    public Task Tell(MetaChange change)
    {
        lock (_lock)
        {
            if (_batch is 0) return Publish([change]);
            if (_held.Count is 0) work.Begin();
            _held.Add(change);
            if (_held.Count < _batch) return _heldTold.Task;
        }

        return Release();
    }

    public void Hold(int events)
    {
        lock (_lock) _batch = events;
    }

    /// <summary>What is held goes out in one body, however much it is.</summary>
    public Task Release()
    {
        lock (_lock)
        {
            _batch = 0;
            if (_held.Count is 0) return Task.CompletedTask;
            var told = _heldTold;
            _heldTold = new TaskCompletionSource();
            _ = Pass(Publish([.. _held]), told);
            _held.Clear();
            work.End();
            return told.Task;
        }

        static async Task Pass(Task from, TaskCompletionSource to)
        {
            await from;
            to.SetResult();
        }
    }

    private Task Publish(IReadOnlyList<MetaChange> changes) =>
        Task.WhenAll(webhooks.Subscriptions.Select(subscription => Publish(subscription, [.. changes.Where(change => IsFor(subscription, change))])));

    private Task Publish(WebhookSubscription subscription, IReadOnlyList<MetaChange> changes)
    {
        if (changes.Count is 0) return Task.CompletedTask;
        var first = changes[0];
        return webhooks.Tell(subscription, new WebhookEvent(
            WebhookSubscription.MetaSource, first.List ?? first.Field, first.Account.Id, first.ChatId ?? first.Account.Id, first.ChatId, first.MessageId,
            _ => MetaEnvelope.Of(changes)));
    }

    /// <summary>An address of a number's own takes the place of the app's.</summary>
    private bool IsFor(WebhookSubscription subscription, MetaChange change) =>
        subscription.Wants(WebhookSubscription.MetaSource, change.Field, change.Account.Id)
        && (subscription.AccountIds is not null
            || !webhooks.Subscriptions.Any(other => other.AccountIds is not null
                && other.Wants(WebhookSubscription.MetaSource, change.Field, change.Account.Id)));
}
