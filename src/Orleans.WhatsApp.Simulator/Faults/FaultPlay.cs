using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Plays a fault around a call: before it takes effect and after.</summary>
internal static class FaultPlay
{
    /// <summary>An answer ends the call here; null lets it go on.</summary>
    public static async Task<IResult?> Before(
        ProviderFault? fault, HttpContext context, TimeProvider clock, Func<int, string, IResult> refusal)
    {
        switch (fault)
        {
            case ProviderFault.Slow { AfterAccepting: false } slow:
                await Task.Delay(slow.Delay, clock, context.RequestAborted);
                return null;
            case ProviderFault.Refuse refuse:
                return refusal(refuse.Status, refuse.Slug);
            case ProviderFault.DropBeforeAccepting:
                context.Abort();
                return Results.Empty;
            default:
                return null;
        }
    }

    public static async Task<IResult?> After(
        ProviderFault? fault, HttpContext context, TimeProvider clock, Func<int, string, IResult> refusal)
    {
        switch (fault)
        {
            case ProviderFault.Slow { AfterAccepting: true } slow:
                await Task.Delay(slow.Delay, clock, context.RequestAborted);
                return null;
            case ProviderFault.RefuseAfterAccepting refuse:
                return refusal(refuse.Status, refuse.Slug);
            case ProviderFault.DropAfterAccepting:
                context.Abort();
                return Results.Empty;
            default:
                return null;
        }
    }
}
