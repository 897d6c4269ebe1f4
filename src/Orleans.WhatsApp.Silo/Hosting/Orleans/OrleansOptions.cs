using System.ComponentModel.DataAnnotations;
using Orleans.Configuration;

namespace Orleans.WhatsApp.Silo.Hosting;

/// <summary>This silo's place in the cluster (section <c>Orleans</c>).</summary>
public sealed class OrleansOptions
{
    public const string Section = "Orleans";

    [Required]
    public string ClusterId { get; set; } = "orleans-whatsapp";

    /// <summary>Reminders belong to it: never changed.</summary>
    [Required]
    public string ServiceId { get; set; } = "orleans-whatsapp";

    /// <summary>An address or a host's name by which the other silos reach this one; <c>auto</c> is this machine's own name, empty this machine only.</summary>
    public string AdvertisedAddress { get; set; } = "";

    [Range(1, 65535)]
    public int SiloPort { get; set; } = EndpointOptions.DEFAULT_SILO_PORT;

    /// <summary>For clients outside of the cluster; the product has none, 0 closes it.</summary>
    [Range(0, 65535)]
    public int GatewayPort { get; set; } = EndpointOptions.DEFAULT_GATEWAY_PORT;

    /// <summary>How often silos look after each other. One that misses three looks is voted out, so that its chats are woken elsewhere.</summary>
    [Range(typeof(TimeSpan), "00:00:00.250", "00:01:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(1.5);
}
