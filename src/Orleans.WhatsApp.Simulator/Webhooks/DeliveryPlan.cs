namespace Orleans.WhatsApp.Simulator;

/// <summary>What a script wants done with one delivery, decided before its first attempt.</summary>
public sealed record DeliveryPlan
{
    public static DeliveryPlan AsUsual { get; } = new();

    /// <summary>How often it is told in all; 2 is one duplicate.</summary>
    public int Copies { get; init; } = 1;

    /// <summary>Waits outside the chat's order, so later events overtake it.</summary>
    public TimeSpan Late { get; init; }

    /// <summary>Never told.</summary>
    public bool Lost { get; init; }
}
