namespace Orleans.WhatsApp.Simulator;

/// <summary>What a caller wants of a provider.</summary>
public enum ProviderOperation
{
    /// <summary>A message into an existing chat.</summary>
    Send,

    /// <summary>A message that opens a chat.</summary>
    StartChat,

    /// <summary>Chats, messages and attachments read back.</summary>
    Read,

    Accounts,

    Webhooks,

    SignedUrl,

    /// <summary>Agents and transcripts read back.</summary>
    ReadAgent,

    /// <summary>A contact's message is marked as read, with or without the typing indicator.</summary>
    MarkRead,

    /// <summary>Files uploaded, looked up and downloaded.</summary>
    Media,

    /// <summary>Speech made text.</summary>
    Transcribe,
}
