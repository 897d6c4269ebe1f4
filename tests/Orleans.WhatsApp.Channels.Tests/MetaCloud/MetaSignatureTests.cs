using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Primitives;
using Orleans.WhatsApp.Channels.MetaCloud;

namespace Orleans.WhatsApp.Channels.Tests.MetaCloud;

public class MetaSignatureTests
{
    private const string Secret = "test_app_secret";
    private const string Right = "sha256=d73e9e864071bf8dbd89f02cbf0017b6e96cf6c13d09ced00b472c1d060e4301"; // of {}
    private const string Zeros = "0000000000000000000000000000000000000000000000000000000000000000";

    [Fact]
    public void The_recorded_signatures_are_right_and_each_is_of_its_own_bytes()
    {
        var vectors = JsonNode.Parse(MetaFixture.All.Bytes("constructed_signature_vectors"))!.AsArray();
        foreach (var signed in vectors)
            foreach (var body in vectors)
                Assert.Equal(signed == body, Allows((string)signed!["app_secret"]!, "", (string)body!["body"]!, (string)signed["header"]!));
        Assert.Equal(4, vectors.Count);
    }

    [Theory]
    [InlineData(Right, true), InlineData("sha256=D73E9E864071BF8DBD89F02CBF0017B6E96CF6C13D09CED00B472C1D060E4301", true)]
    [InlineData("", false), InlineData("sha256=", false), InlineData("sha256=" + Zeros, false), InlineData("sha1=" + Zeros, false), InlineData(Zeros, false), InlineData(Right + " ", false), InlineData(" " + Right, false)]
    [InlineData(Right + "00", false), InlineData("sha256=z73e9e864071bf8dbd89f02cbf0017b6e96cf6c13d09ced00b472c1d060e4301", false), InlineData("SHA256=d73e9e864071bf8dbd89f02cbf0017b6e96cf6c13d09ced00b472c1d060e4301", false)]
    [InlineData(Right + "|" + Right, false), InlineData("sha256=" + Zeros + "|" + Right, false)]
    public void A_delivery_must_carry_its_signature_once(string values, bool expected) => Assert.Equal(expected, Allows(Secret, "", "{}", values.Split('|')));

    [Fact]
    public void A_delivery_without_a_signature_is_not_allowed() => Assert.False(Allows(Secret, "", "{}"));

    [Theory, InlineData(""), InlineData("  ")]
    public void Without_a_secret_nothing_is_allowed_not_even_what_is_signed_with_it(string secret)
    {
        var signature = "sha256=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "{}"u8));
        Assert.False(Allows(secret, "", "{}", signature));
        Assert.True(Allows("x" + secret, "", "{}", "sha256=" + Convert.ToHexStringLower(System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes("x" + secret), "{}"u8))));
    }

    [Theory]
    [InlineData("new", Secret, true), InlineData(Secret, "old", true), InlineData("new", "old", false), InlineData("new", " ", false)]
    public void While_the_secret_is_replaced_both_are_taken(string current, string previous, bool expected) => Assert.Equal(expected, Allows(current, previous, "{}", Right));

    [Theory]
    [InlineData("token", "subscribe", "token", true), InlineData("token", "unsubscribe", "token", false), InlineData("token", null, "token", false)]
    [InlineData("token", "subscribe", "Token", false), InlineData("token", "subscribe", "token ", false), InlineData("token", "subscribe", null, false), InlineData("token", "subscribe", "", false)]
    [InlineData("", "subscribe", "", false), InlineData("", "subscribe", null, false), InlineData(" ", "subscribe", " ", false)]
    public void An_address_is_confirmed_to_whoever_knows_the_verify_token(string ours, string? mode, string? token, bool expected)
    {
        using var services = FakeMeta.Services([("VerifyToken", ours)]);
        Assert.Equal(expected, services.GetRequiredService<MetaVerifyToken>().Allows(mode, token));
    }

    private static bool Allows(string secret, string previous, string body, params string[] signatures)
    {
        using var services = FakeMeta.Services([("AppSecret", secret), ("AppSecretPrevious", string.IsNullOrWhiteSpace(secret) ? "" : previous)]);
        var headers = new HeaderDictionary();
        if (signatures.Length > 0) headers["x-hub-signature-256"] = new StringValues(signatures);
        return services.GetRequiredService<MetaSignature>().Allows(headers, Encoding.UTF8.GetBytes(body));
    }
}
