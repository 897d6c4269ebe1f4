namespace Orleans.WhatsApp.Chats;

/// <summary>What can happen to a message after it was written. A mark may come before its message and then waits for it.</summary>
public abstract record MessageMark(DateTimeOffset At)
{
    public sealed record Edited(string Text, DateTimeOffset At) : MessageMark(At);

    public sealed record Deleted(DateTimeOffset At) : MessageMark(At);

    /// <param name="Emoji">Empty when the reaction was taken back.</param>
    /// <param name="By">Who reacted: the provider's address.</param>
    public sealed record Reacted(string Emoji, string By, DateTimeOffset At) : MessageMark(At);

    public sealed record Delivered(DateTimeOffset At) : MessageMark(At);

    public sealed record Read(DateTimeOffset At) : MessageMark(At);

    /// <summary>The provider has handed it to WhatsApp: it was accepted for certain, and no more.</summary>
    public sealed record Sent(DateTimeOffset At) : MessageMark(At);

    /// <summary>A voice message was listened to.</summary>
    public sealed record Played(DateTimeOffset At) : MessageMark(At);

    /// <summary>It was accepted, and never arrived; final unless later proof says otherwise.</summary>
    /// <param name="Code">The provider's code, which names the remedy.</param>
    public sealed record Failed(string Code, DateTimeOffset At) : MessageMark(At);
}
