namespace Orleans.WhatsApp.Simulator;

/// <summary>The telephone in the business itself: people type on it, and the product only learns of it by webhook.</summary>
public sealed class BusinessPhone
{
    private readonly WhatsAppNetwork _network;

    internal BusinessPhone(WhatsAppNetwork network, SimulatedAccount account)
    {
        _network = network;
        Account = account;
    }

    public SimulatedAccount Account { get; }

    public SimulatedMessage Write(SimulatedContact to, string text) => _network.FromPhone(Account, to, new Draft(text));

    public SimulatedMessage Send(SimulatedContact to, SimulatedAttachment attachment, string? caption = null) =>
        _network.FromPhone(Account, to, new Draft(caption) { Attachments = [attachment] });

    public void Edit(SimulatedMessage message, string text) => _network.Edit(message, text);

    public void Delete(SimulatedMessage message) => _network.Delete(message);
}
