namespace Orleans.WhatsApp.Simulator;

/// <summary>What a provider calls things, and how it tells what happened. The network knows no provider but through this.</summary>
internal interface IProviderVoice
{
    string NewAccountId();

    string NewMessageId();

    /// <summary>The task ends when each subscriber has answered the first attempt, well or badly.</summary>
    Task Tell(ChatEvent what);

    void Tell(SimulatedAccount account, AccountStatus status);
}
