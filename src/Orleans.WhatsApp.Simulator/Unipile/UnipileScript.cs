namespace Orleans.WhatsApp.Simulator;

/// <summary>How the WhatsApp provider behaves; every setting may be changed while the world runs.</summary>
public sealed class UnipileScript
{
    internal UnipileScript(SimulatedWorldOptions options)
    {
        ScanAfter = options.ScanAfter;
        ContactsShownAs = options.ContactsShownAs;
    }

    public ProviderFaults Faults { get; } = new();

    public EchoTiming Echo { get; set; } = EchoTiming.AfterResponse;

    /// <summary>How long after the response the echo leaves; zero means as soon as the response is out.</summary>
    public TimeSpan EchoDelay { get; set; }

    /// <summary>Report <c>message_delivered</c> after the echo of each send.</summary>
    public bool ReportsDelivered { get; set; }

    /// <summary>Report <c>message_read</c> after the echo of each send.</summary>
    public bool ReportsRead { get; set; }

    /// <summary>How long after the QR code is shown the owner scans it; null leaves the scan to <see cref="SimulatedAccount.Scan"/>.</summary>
    public TimeSpan? ScanAfter { get; set; }

    /// <summary>Accounts need no QR code: the provider answers AccountCreated and is OK at once.</summary>
    public bool ConnectsAtOnce { get; set; }

    /// <summary>How contacts that appear from now on are presented.</summary>
    public ContactAddress ContactsShownAs { get; set; }
}
