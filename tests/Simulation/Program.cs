using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Orleans.WhatsApp.Simulation;

/// <summary>Plays the seeds that are named, and says of each what its log comes to: for a second process beside the tests' own.</summary>
internal static class Program
{
    private static void Main(string[] seeds)
    {
        foreach (var seed in seeds) Console.WriteLine(Told(int.Parse(seed, CultureInfo.InvariantCulture)));
    }

    public static string Told(int seed)
    {
        var outcome = Outcome.Of(Story.Of(seed));
        var log = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', outcome.Log))));
        return string.Create(CultureInfo.InvariantCulture, $"{seed}: {outcome.Steps} steps, {log}");
    }
}
