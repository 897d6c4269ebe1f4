using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Npgsql;
using Orleans.WhatsApp.Benchmarks.Load;
using Orleans.WhatsApp.Chats;

namespace Orleans.WhatsApp.Benchmarks.Lists;

/// <summary>50,000 chats with 1,000,000 messages of one tenant, and a small tenant beside it: see Fill.sql.</summary>
internal static class LargeTenant
{
    public static readonly TenantId Id = new(Guid.Parse("7e7e0000-1111-4111-8111-a1b2c3d4e5f6"));
    public static readonly TenantId Small = new(Guid.Parse("7e7e0000-2222-4222-8222-0a0b0c0d0e0f"));
    private const string Channel = "c4c40000-1111-4111-8111-a1b2c3d4e5f6";

    public static DateTimeOffset LastMessageOf(int chat) => new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero) + (chat * TimeSpan.FromMinutes(5));

    /// <summary>The number of a chat as Fill.sql makes ids of it. Every two hundredth has 1,015 messages.</summary>
    public static ChatId Chat(int number) => new(new Guid(Md5($"chat{number}"), bigEndian: true));

    public static async Task Fill(NpgsqlDataSource source)
    {
        if ((long)(await Scalar(source, "select count(*) from (select 1 from messages limit 1) as met"))! > 0) return;

        var started = Stopwatch.GetTimestamp();
        using var reader = new StreamReader(typeof(LargeTenant).Assembly.GetManifestResourceStream("Fill.sql")!);
        var fill = (await reader.ReadToEndAsync()).Replace("{tenant}", Id.ToString(), StringComparison.Ordinal)
            .Replace("{small}", Small.ToString(), StringComparison.Ordinal).Replace("{channel}", Channel, StringComparison.Ordinal);
        // The index of words is made once all are there: faster than word by word.
        var index = (string)(await Scalar(source, "select pg_get_indexdef('messages_words'::regclass)"))!;
        await source.Run("drop index messages_words; " + fill);
        var filled = Stopwatch.GetElapsedTime(started);
        await source.Run(index);
        await source.Run("vacuum analyze");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"Filled in {filled.TotalSeconds:F0} s; the index of words took {(Stopwatch.GetElapsedTime(started) - filled).TotalSeconds:F0} s more."));
    }

    private static async Task<object?> Scalar(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync();
    }

#pragma warning disable CA5351 // PostgreSQL's md5() makes the ids; nothing is kept secret by them.
    private static byte[] Md5(string text) => MD5.HashData(Encoding.UTF8.GetBytes(text));
#pragma warning restore CA5351
}
