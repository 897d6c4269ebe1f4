namespace Orleans.WhatsApp.Simulator;

/// <summary>What an account's source can be in, and what an <c>AccountStatus</c> webhook can say.</summary>
public enum AccountStatus
{
    Ok,
    Connecting,
    Credentials,
    Stopped,
    Error,
    Permissions,
    Deleted,
    CreationSuccess,
    CreationFail,
    Reconnected,
    SyncSuccess,
}
