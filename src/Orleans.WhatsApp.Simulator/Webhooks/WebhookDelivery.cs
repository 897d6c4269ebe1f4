namespace Orleans.WhatsApp.Simulator;

/// <summary>One event on its way to one subscriber.</summary>
public sealed class WebhookDelivery
{
    private readonly Lock _lock = new();
    private readonly List<int> _answers = [];

    internal WebhookDelivery(WebhookSubscription subscription, WebhookEvent what, string body)
    {
        Subscription = subscription;
        Event = what.Name;
        AccountId = what.AccountId;
        Lane = what.Lane;
        ChatId = what.ChatId;
        MessageId = what.MessageId;
        Body = body;
        Signature = [.. subscription.Manner.Sign(body)];
    }

    public WebhookSubscription Subscription { get; }

    public string Event { get; }

    public string AccountId { get; }

    public string? ChatId { get; }

    public string? MessageId { get; }

    public string Body { get; }

    public DeliveryState State { get; private set; }

    /// <summary>The status of each attempt so far; 0 stands for no answer in time or no connection.</summary>
    public IReadOnlyList<int> Answers
    {
        get { lock (_lock) return [.. _answers]; }
    }

    internal string Lane { get; }

    /// <summary>Headers that depend on the body; each copy and each attempt has the same.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Signature { get; private init; }

    internal void Answered(int status)
    {
        lock (_lock) _answers.Add(status);
    }

    internal void End(DeliveryState state) => State = state;

    internal WebhookDelivery Copy(WebhookEvent what) => new(Subscription, what, Body) { Signature = Signature };
}
