using Orleans.WhatsApp.Grains.Channels;

namespace Orleans.WhatsApp.Channels.Tests;

internal static class FetchedFile
{
    /// <summary>All of what was fetched, which is then disposed of.</summary>
    public static async Task<byte[]> Bytes(this FetchedMedia.Fetched fetched)
    {
        await using (fetched)
        {
            var bytes = new byte[fetched.Content.Length];
            await fetched.Content.ReadExactlyAsync(bytes);
            return bytes;
        }
    }
}
