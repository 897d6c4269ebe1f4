namespace Orleans.WhatsApp.Chats.Tests;

public sealed class NameBasedIdTests
{
    private static readonly Guid Dns = new("6ba7b810-9dad-11d1-80b4-00c04fd430c8");

    /// <summary>RFC 9562, appendix A.4.</summary>
    [Fact]
    public void The_test_vector_of_the_standard_holds() => Assert.Equal(new Guid("2ed6657d-e927-568b-95e1-2665a8aea6a2"), NameBasedId.Make(Dns, "www.example.com"));

    [Theory]
    [InlineData("")]
    [InlineData("kısa")]
    [InlineData("a name that is much longer than the buffer on the stack: 0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789")]
    public void The_same_name_is_always_the_same_id(string name)
    {
        Assert.Equal(NameBasedId.Make(Dns, name), NameBasedId.Make(Dns, name));
        Assert.NotEqual(NameBasedId.Make(Dns, name), NameBasedId.Make(Dns, name + "x"));
        Assert.Equal('5', NameBasedId.Make(Dns, name).ToString("D")[14]);
    }

    /// <summary>A stored column: these must never change.</summary>
    [Theory]
    [InlineData("00000000-0000-0000-0000-000000000000", 0)]
    [InlineData("00000013-0000-0000-0000-000000000000", 3)]
    [InlineData("ffffffff-0000-0000-0000-000000000000", 15)]
    public void A_shard_is_read_from_the_first_four_bytes(string id, int shard) => Assert.Equal(shard, NameBasedId.Shard(new Guid(id), 16));
}
