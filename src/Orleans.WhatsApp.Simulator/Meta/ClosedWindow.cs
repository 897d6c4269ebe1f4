namespace Orleans.WhatsApp.Simulator;

/// <summary>What a free-form message meets when the contact has not written for 24 hours.</summary>
public enum ClosedWindow
{
    /// <summary>200, and later the status <c>failed</c> with 131047: the usual way.</summary>
    FailedStatus,

    /// <summary>HTTP 400 with 131047.</summary>
    Refused,

    /// <summary>The window is not looked at.</summary>
    Ignored,
}
