namespace Orleans.WhatsApp.Simulator;

internal static class AccountStatusWords
{
    /// <summary>The payload and the REST answers say it in upper case.</summary>
    public static string InPayload(this AccountStatus status) => status switch
    {
        AccountStatus.Ok => "OK",
        AccountStatus.Connecting => "CONNECTING",
        AccountStatus.Credentials => "CREDENTIALS",
        AccountStatus.Stopped => "STOPPED",
        AccountStatus.Error => "ERROR",
        AccountStatus.Permissions => "PERMISSIONS",
        AccountStatus.Deleted => "DELETED",
        AccountStatus.CreationSuccess => "CREATION_SUCCESS",
        AccountStatus.CreationFail => "CREATION_FAIL",
        AccountStatus.Reconnected => "RECONNECTED",
        AccountStatus.SyncSuccess => "SYNC_SUCCESS",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    /// <summary>Registrations name the same thing in lower case.</summary>
    public static string InSubscription(this AccountStatus status) => status switch
    {
        AccountStatus.Ok => "ok",
        AccountStatus.Connecting => "connecting",
        AccountStatus.Credentials => "credentials",
        AccountStatus.Stopped => "stopped",
        AccountStatus.Error => "error",
        AccountStatus.Permissions => "permissions",
        AccountStatus.Deleted => "deleted",
        AccountStatus.CreationSuccess => "creation_success",
        AccountStatus.CreationFail => "creation_fail",
        AccountStatus.Reconnected => "reconnected",
        AccountStatus.SyncSuccess => "sync_success",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static AccountStatus? Read(string? word) => word is null ? null : Enum.GetValues<AccountStatus>()
        .Cast<AccountStatus?>()
        .FirstOrDefault(status => string.Equals(status!.Value.InSubscription(), word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The passing notices are told, not stood in.</summary>
    public static bool IsState(this AccountStatus status) => status
        is AccountStatus.Ok or AccountStatus.Connecting or AccountStatus.Credentials or AccountStatus.Stopped
        or AccountStatus.Error or AccountStatus.Permissions or AccountStatus.Deleted;
}
