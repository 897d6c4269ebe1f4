using System.Diagnostics;

namespace Orleans.Runtime;

/// <summary>One request on its way to a grain, and the caller's wait for the answer.</summary>
internal abstract class Call(GrainId target)
{
    public GrainId Target { get; } = target;

    /// <summary>The activation it runs on, set when its turn starts.</summary>
    public Activation? On { get; set; }

    public virtual bool AlwaysInterleaves => false;

    public virtual bool ReadOnly => false;

    /// <summary>It belongs to one activation (a timer's tick) and dies with it.</summary>
    public virtual bool Local => false;

    public virtual bool CountsAsUse => true;

    /// <summary>Nobody waits for it any more.</summary>
    public virtual bool Abandoned => false;

    public virtual string Name => GetType().Name;

    // Links of the silo's list of calls that wait for an answer.
    public long Deadline { get; set; }

    public CallStripe? Stripe { get; set; }

    public Call? Next { get; set; }

    public Call? Previous { get; set; }

    /// <summary>The whole turn: never throws, and always tells its activation when it ends.</summary>
    public async Task Run()
    {
        Debug.Assert(On is not null);
        try
        {
            await Invoke(On.GrainInstance!);
            On.Used(this); // before the answer: whoever has it may look at the activation at once
            Answer();
        }
        catch (Exception error)
        {
            On.Used(this);
            On.Failed(error);
            Fail(error);
        }

        On.Finished(this);
    }

    public abstract void Fail(Exception error);

    protected abstract Task Invoke(object grain);

    protected virtual void Answer()
    {
    }
}
