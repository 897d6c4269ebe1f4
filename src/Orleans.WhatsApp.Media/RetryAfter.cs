namespace Orleans.WhatsApp.Media;

/// <summary>How long a server asks to be left alone: <c>Retry-After: 120</c>, or a date.</summary>
internal static class RetryAfter
{
    /// <summary>Null if it does not say; never negative.</summary>
    public static TimeSpan? Of(HttpResponseMessage response, TimeProvider clock)
    {
        if (response.Headers.RetryAfter is not { } after) return null;
        var wait = after.Delta ?? after.Date - clock.GetUtcNow();
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }
}
