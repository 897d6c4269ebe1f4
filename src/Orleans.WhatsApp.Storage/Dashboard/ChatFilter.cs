namespace Orleans.WhatsApp.Storage.Dashboard;

/// <summary>Which chats a list shows. What is null does not matter.</summary>
/// <param name="Mode">ai, human or closed, as derived by the seed's §10; or waiting: those of human whose grace period runs.</param>
/// <param name="Search">Chats whose contact or messages hold it.</param>
public sealed record ChatFilter(string? Mode = null, bool? NeedsAttention = null, SearchText? Search = null)
{
    public static readonly ChatFilter All = new();

    public static bool IsMode(string word) => word is "ai" or "human" or "closed" or "waiting";
}
