using System.Diagnostics;

namespace Orleans.WhatsApp.KillPoints;

/// <summary>Ends this process where the armed point says so.</summary>
internal sealed class KillSwitch(string file)
{
    /// <summary>A call to somebody outside has got there by then.</summary>
    private static readonly TimeSpan OnItsWay = TimeSpan.FromMilliseconds(300);

    /// <summary>Once a webhook's 200 is out nobody is to get any further.</summary>
    public bool HoldsBack => KillPoint.ArmedIn(file)?.Step == KillPoint.Answered;

    public object? Around(string step, string about, Func<object?> go)
    {
        if (KillPoint.ArmedIn(file) is not { } point || point.Step != step || !about.Contains(point.Detail, StringComparison.Ordinal)) return go();
        if (point.Time == KillTime.Before) End();
        var call = go();
        if (point.Time == KillTime.AsItBegins) End();
        if (point.Time == KillTime.BeforeTheAnswer) _ = Task.Delay(OnItsWay).ContinueWith(_ => End(), TaskScheduler.Default);
        // Before whoever waits for the call goes on, since this continuation is the first.
        else _ = ((Task)call!).ContinueWith(_ => End(), CancellationToken.None, TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        return call;
    }

    /// <summary>The one who takes the file away ends the process; a second one that comes by in the same moment finds it gone.</summary>
    public void End()
    {
        try
        {
            File.Move(file, file + ".reached", overwrite: true);
        }
        catch (FileNotFoundException)
        {
            return;
        }

        // SIGKILL: no finally, no finalizer, no flush.
        Process.GetCurrentProcess().Kill();
    }
}
