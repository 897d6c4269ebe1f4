namespace Orleans.WhatsApp.Simulation;

/// <summary>What WhatsApp itself knows: which messages stand on the contacts' phones. This is the truth that the product is held to.</summary>
internal sealed class Phones
{
    private readonly List<Message> _messages = [];

    public IReadOnlyList<Message> Messages => _messages;

    public Message Add(int chat, string text, bool isOwn, DateTimeOffset at, DateTimeOffset writtenAt, DateTimeOffset visibleAt, bool isPhoto)
    {
        var message = new Message(chat, $"id-{_messages.Count + 1}", text, isOwn, at, writtenAt, visibleAt, isPhoto);
        _messages.Add(message);
        return message;
    }

    /// <summary>The contact's newest message that was not changed yet.</summary>
    public Message? NewestOf(int chat) => _messages.LastOrDefault(message => message.Chat == chat && !message.IsOwn && !message.IsEdited && !message.IsDeleted);

    /// <param name="IsOwn">Of the business's number, by whoever.</param>
    /// <param name="At">By the time of day.</param>
    /// <param name="WrittenAt">By the steady time.</param>
    /// <param name="VisibleAt">From then on the provider shows it to who asks.</param>
    /// <param name="IsPhoto">The text is its caption.</param>
    internal sealed record Message(int Chat, string Id, string Text, bool IsOwn, DateTimeOffset At, DateTimeOffset WrittenAt, DateTimeOffset VisibleAt, bool IsPhoto)
    {
        public bool IsEdited { get; set; }

        public bool IsDeleted { get; set; }

        /// <summary>An edit adds a sign, so that it is still known what was edited.</summary>
        public string EditedText => Text + "*";
    }
}
