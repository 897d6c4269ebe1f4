namespace Orleans.WhatsApp.Channels.Unipile;

/// <summary>Who is who in a webhook body. Attendee lists name the contact alone (live captures), or both sides, or nobody (<c>[{},{},{}]</c>).</summary>
internal sealed class UnipilePeople
{
    private readonly string chatAddress;
    private readonly string ownAddress;
    private readonly string ownPhone;
    private readonly UnipilePerson? sender;
    private readonly List<UnipilePerson> attendees;

    public UnipilePeople(UnipileDelivery delivery)
    {
        chatAddress = WhatsAppAddress.Of(delivery.ProviderChatId);
        ownAddress = delivery.AccountInfo.UserId;
        ownPhone = WhatsAppAddress.E164(delivery.AccountInfo.PhoneNumber);
        sender = delivery.Sender;
        attendees = delivery.Attendees;
        IsOwn = delivery.IsSender ?? (sender is not null && IsUs(sender));
        IsGroup = SaysGroup(delivery.IsGroup);
    }

    /// <summary>Our number sent it: by our API call, or from the phone. Old payloads lack <c>is_sender</c>; there the sender is compared with the account.</summary>
    public bool IsOwn { get; }

    public bool IsGroup { get; }

    /// <summary>The one who is not us; null if the body names nobody.</summary>
    public UnipilePerson? Contact()
    {
        // In a 1:1 chat the chat's own WhatsApp id is the contact's, which tells the two sides apart even when ours is an unknown lid.
        var contact = (IsOwn ? null : sender)
            ?? attendees.Find(person => WhatsAppAddress.Same(person.Address, chatAddress))
            ?? attendees.Find(person => !IsUs(person) && !(IsOwn && IsSender(person)))
            ?? (attendees.Exists(IsUs) ? attendees.Find(person => !IsUs(person)) : null)
            ?? UnipilePerson.At(chatAddress);
        if (contact is null) return null;

        foreach (var person in attendees)
            if (WhatsAppAddress.Same(person.Address, contact.Address)) contact = contact.FilledBy(person);

        // The chat may be known by number where its sender is known by lid; never the other way round, a lid has no number.
        return contact.Phone.Length > 0 ? contact : contact.FilledBy(UnipilePerson.At(chatAddress));
    }

    private bool IsUs(UnipilePerson person) =>
        WhatsAppAddress.Same(person.Address, ownAddress) || (ownPhone.Length > 0 && person.Phone == ownPhone);

    private bool IsSender(UnipilePerson person) => sender is not null && WhatsAppAddress.Same(person.Address, sender.Address);

    /// <summary>Payloads from before <c>is_group</c> show a group only by more than two attendees; where the chat's id says 1:1 they are not counted.</summary>
    private bool SaysGroup(bool? stated)
    {
        if (WhatsAppAddress.IsGroup(chatAddress) || (sender is not null && WhatsAppAddress.IsGroup(sender.Address))) return true;
        if (attendees.Exists(person => WhatsAppAddress.IsGroup(person.Address))) return true;
        return stated
            ?? (!chatAddress.Contains('@') && attendees.Select(person => person.Address).Distinct(StringComparer.OrdinalIgnoreCase).Count() > 2);
    }
}
