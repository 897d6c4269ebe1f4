using System.Text.Json;

namespace Orleans.WhatsApp.KillPoints;

/// <summary>Where a process ends itself with SIGKILL. It is armed by a file, so that one process serves until then like any other; who reaches it first takes the file away.</summary>
/// <param name="Step">A port's method, for example <c>IInbox.Keep</c>, or <see cref="Answered"/>.</param>
/// <param name="Detail">What the call must be about: a text of its event, the cause of its decision. Empty for any.</param>
public sealed record KillPoint(string Step, KillTime Time, string Detail = "")
{
    /// <summary>The setting that names the file.</summary>
    public const string Setting = "KILL_POINT_FILE";

    /// <summary>A webhook has got its 200, and its chat has not been told.</summary>
    public const string Answered = "Answered";

    public void Arm(string file)
    {
        // Never seen half written.
        File.WriteAllText(file + ".new", JsonSerializer.Serialize(this));
        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>Null while none is armed.</summary>
    internal static KillPoint? ArmedIn(string file)
    {
        if (!File.Exists(file)) return null;
        try
        {
            return JsonSerializer.Deserialize<KillPoint>(File.ReadAllText(file));
        }
        catch (FileNotFoundException)
        {
            // Taken away just now.
            return null;
        }
    }
}

public enum KillTime
{
    Before,

    /// <summary>The call has been made, and nothing is known of it: what it wants may be done or not.</summary>
    AsItBegins,

    /// <summary>The other side has had time to do it, and its answer is still on the way.</summary>
    BeforeTheAnswer,

    After,
}
