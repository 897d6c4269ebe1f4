namespace Orleans.WhatsApp.Silo.Rest.Wire;

/// <summary>What an operator can do about a message that did not arrive, by the code that says why: our own word, or the number of a WhatsApp Cloud API error.</summary>
internal static class Remedies
{
    public static string Of(string code) => code switch
    {
        "window_closed" or "131047" => "use_template",
        ['1', '3', '2', '0', ..] => "template_rejected",
        "131056" or "130429" or "80007" or "131064" or "133016" or "4" or "613" or "131049" or "131016" or "131057" => "wait",
        "190" or "0" or "3" or "10" or "131005" or "131045" => "reconnect",
        "131026" or "131021" or "131030" or "invalid_recipient" or "not_on_whatsapp" => "check_number",
        "131050" => "contact_opted_out",
        "131048" or "368" or "131031" or "130497" or "131042" or "131044" or "131037" => "ask_provider",
        _ => "none",
    };
}

/// <param name="Code">Ours, or the provider's.</param>
/// <param name="Remedy">use_template, template_rejected, wait, reconnect, check_number, contact_opted_out, ask_provider or none.</param>
internal sealed record FailureView(string Code, string Remedy)
{
    public static FailureView? Of(string code) => code.Length > 0 ? new(code, Remedies.Of(code)) : null;
}
