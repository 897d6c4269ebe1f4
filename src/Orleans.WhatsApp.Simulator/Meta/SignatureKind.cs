namespace Orleans.WhatsApp.Simulator;

/// <summary>How a delivery is signed.</summary>
public enum SignatureKind
{
    Right,
    Missing,

    /// <summary>With a secret that is not the app's.</summary>
    Forged,
}
