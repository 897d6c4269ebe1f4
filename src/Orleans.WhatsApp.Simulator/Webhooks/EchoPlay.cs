using Microsoft.AspNetCore.Http;

namespace Orleans.WhatsApp.Simulator;

/// <summary>Tells what follows from a send at the moment that the script wants.</summary>
internal sealed class EchoPlay(SimulatedWorld world)
{
    // An echo that should come before the answer is not waited for longer than this: the receiver may be down.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Call it once the message is accepted and before the answer.</summary>
    public async Task Play(EchoTiming timing, TimeSpan delay, ProviderFault? fault, HttpContext context, Func<Task> echo)
    {
        if (timing is EchoTiming.BeforeResponse) await First(echo);
        else if (timing is EchoTiming.AfterResponse) Afterwards(delay, fault, context, echo);
    }

    private static async Task First(Func<Task> echo)
    {
        try
        {
            await echo().WaitAsync(Patience, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            // The receiver does not answer; the send must not hang on it.
        }
    }

    private void Afterwards(TimeSpan delay, ProviderFault? fault, HttpContext context, Func<Task> echo)
    {
        world.Work.Begin();
        // The contact's phone has the message, so the echo does not wait for an answer that is late or never comes.
        if (fault is null or ProviderFault.AcceptWithoutMessageId) context.Response.OnCompleted(Later);
        else _ = Later();

        Task Later()
        {
            _ = EchoOnce();
            return Task.CompletedTask;
        }

        async Task EchoOnce()
        {
            try
            {
                if (delay > TimeSpan.Zero) await Task.Delay(delay, world.Options.TimeProvider, world.Ending);
                await echo();
            }
            catch (OperationCanceledException)
            {
                // The world has ended.
            }
            finally
            {
                world.Work.End();
            }
        }
    }
}
