namespace Orleans.Configuration;

public abstract class MessagingOptions
{
    /// <summary>How long a caller waits before its call fails with a <see cref="TimeoutException"/>; 30 seconds unless set.</summary>
    public TimeSpan ResponseTimeout { get; set; } = TimeSpan.FromSeconds(30);
}

/// <summary>For calls made inside the silo.</summary>
public class SiloMessagingOptions : MessagingOptions;

/// <summary>For calls made by a client outside any silo.</summary>
public class ClientMessagingOptions : MessagingOptions;
