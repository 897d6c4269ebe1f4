namespace Orleans.WhatsApp.Grains.Channels;

/// <summary>What the business may begin by itself (section <c>Channels</c>).</summary>
public sealed class LiveSendOptions
{
    public const string Section = "Channels";

    /// <summary>Off, everything that no contact has asked for is refused: providers block numbers that write to strangers. Answering is not concerned.</summary>
    public bool AllowLiveSend { get; set; }
}
