using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Orleans.WhatsApp.Grains.Media;
using Orleans.WhatsApp.Media.Fetching;

namespace Orleans.WhatsApp.Media.Tests.Fetching;

/// <summary>Where the fetcher does not go, whatever a message says.</summary>
public sealed class TrustTests : IAsyncLifetime
{
    private FetchStage _stage = null!;

    public async Task InitializeAsync()
    {
        _stage = await FetchStage.Start();
        foreach (var host in (string[])["media.example.com", "cdn.example.com", "a.b.example.com"]) _stage.Name(host, FetchStage.PublicIp);
    }

    public async Task DisposeAsync() => await _stage.DisposeAsync();

    [Theory]
    [InlineData("http://media.example.com/", "not_https")]
    [InlineData("ftp://media.example.com/", "bad_url"), InlineData("file:///etc/passwd", "bad_url"), InlineData("data:audio/ogg,OggS", "bad_url"), InlineData("/voice", "bad_url")]
    [InlineData("https://media.example.com@evil.net/", "bad_url"), InlineData("https://user:password@media.example.com/", "bad_url")]
    [InlineData("https://evil.net/", "host_not_allowed"), InlineData("https://evilexample.com/", "host_not_allowed"), InlineData("https://example.com.evil.net/", "host_not_allowed")]
    [InlineData("https://media.example.com.evil.net/", "host_not_allowed"), InlineData("https://com/", "host_not_allowed"), InlineData("https://media.ex\u0430mple.com/", "host_not_allowed")]
    [InlineData("https://93.184.215.14/", "host_not_allowed"), InlineData("https://[2606:4700::1111]/", "host_not_allowed")]
    [InlineData("https://localhost/", "host_not_allowed"), InlineData("https://127.0.0.1/", "host_not_allowed"), InlineData("https://2130706433/", "host_not_allowed")]
    [InlineData("https://0x7f.1/", "host_not_allowed"), InlineData("https://[::1]/", "host_not_allowed"), InlineData("https://[::ffff:127.0.0.1]/", "host_not_allowed")]
    [InlineData("http://127.0.0.1/", "not_https"), InlineData("https://169.254.169.254/latest/meta-data/", "host_not_allowed")]
    public async Task An_address_that_is_not_trusted_is_not_even_looked_up(string url, string code)
    {
        Assert.Equal($"refused {code}", await _stage.Spoken(url));
        Assert.Empty(_stage.LookedUp);
        Assert.Empty(_stage.Dialled);
    }

    [Theory, InlineData("https://media.example.com/"), InlineData("https://MEDIA.Example.COM/"), InlineData("https://a.b.example.com/")]
    public async Task A_host_is_trusted_with_all_that_is_below_it(string url) => Assert.Equal("audio/ogg 4000", await _stage.Spoken(url));

    [Fact]
    public async Task A_channel_names_hosts_of_its_own()
    {
        _stage.Name("lookaside.fbsbx.com", FetchStage.PublicIp);
        Assert.Equal("refused host_not_allowed", await _stage.Spoken("https://lookaside.fbsbx.com/"));
        // Known and connected to; only the test's certificate is for another name.
        Assert.Equal("postponed tls_failed", await _stage.Spoken("https://lookaside.fbsbx.com/", change: request => request with { Hosts = [" .FBSBX.com "] }));
        Assert.Equal([FetchStage.PublicIp], _stage.Dialled);
    }

    [Theory]
    [InlineData("127.0.0.1"), InlineData("10.0.0.5"), InlineData("172.31.255.255"), InlineData("192.168.1.1"), InlineData("169.254.169.254"), InlineData("100.64.0.1")]
    [InlineData("0.0.0.0"), InlineData("224.0.0.251"), InlineData("255.255.255.255"), InlineData("198.18.0.1"), InlineData("168.63.129.16")]
    [InlineData("::1"), InlineData("::"), InlineData("fe80::1"), InlineData("fd00:ec2::254"), InlineData("ff02::1")]
    [InlineData("::ffff:127.0.0.1"), InlineData("::ffff:93.184.215.14"), InlineData("64:ff9b::7f00:1"), InlineData("64:ff9b:1::1"), InlineData("2002:7f00:1::1"), InlineData("2001::1"), InlineData("2001:db8::1")]
    public async Task A_name_that_leads_to_no_public_address_is_not_connected_to(string address)
    {
        _stage.Name("media.example.com", address);
        Assert.Equal("refused address_not_allowed", await _stage.Spoken("https://media.example.com/"));
        Assert.Empty(_stage.Dialled);
    }

    [Theory, InlineData("1.1.1.1", true), InlineData("100.63.255.255", true), InlineData("100.128.0.0", true), InlineData("172.15.255.255", true), InlineData("172.32.0.0", true)]
    [InlineData("192.0.1.0", true), InlineData("223.255.255.255", true), InlineData("2606:4700::1111", true), InlineData("2001:200::1", true), InlineData("2003::1", true)]
    [InlineData("11.0.0.0", true), InlineData("9.255.255.255", true), InlineData("203.0.113.9", false), InlineData("192.0.0.192", false), InlineData("3fff::1", false)]
    public void Addresses_beside_the_special_ones_are_public(string address, bool expected) => Assert.Equal(expected, PublicAddress.Is(System.Net.IPAddress.Parse(address)));

    [Fact]
    public async Task Of_several_addresses_only_the_public_ones_are_used()
    {
        _stage.Name("media.example.com", "10.0.0.5", FetchStage.PublicIp, "::1");
        Assert.Equal("audio/ogg 4000", await _stage.Spoken("https://media.example.com/"));
        Assert.Equal([FetchStage.PublicIp], _stage.Dialled);
    }

    [Fact]
    public async Task A_name_that_changes_its_mind_is_looked_at_each_time_and_never_in_between()
    {
        // Each answer closes its connection, so that the next one needs a new one.
        _stage.Server.Answer = context =>
        {
            context.Response.Headers.Connection = "close";
            return MediaServer.Bytes(context, "audio/ogg", Samples.Ogg());
        };
        _stage.ChangingName("media.example.com", FetchStage.PublicIp, "127.0.0.1");

        Assert.Equal("audio/ogg 4000", await _stage.Spoken("https://media.example.com/"));
        Assert.Equal("refused address_not_allowed", await _stage.Spoken("https://media.example.com/"));

        Assert.Equal(["media.example.com", "media.example.com"], _stage.LookedUp);
        Assert.Equal([FetchStage.PublicIp], _stage.Dialled);
    }

    [Theory]
    [InlineData("https://inside.example.com/", "address_not_allowed"), InlineData("http://media.example.com/", "not_https"), InlineData("//evil.net/", "host_not_allowed")]
    [InlineData("https://127.0.0.1/", "host_not_allowed"), InlineData("http://169.254.169.254/latest/", "not_https"), InlineData("file:///etc/passwd", "bad_url")]
    [InlineData("https://user@media.example.com/", "bad_url"), InlineData(null, "bad_redirect")]
    public async Task A_redirect_leads_nowhere_where_an_address_would_not(string? to, string code)
    {
        _stage.Name("inside.example.com", "10.0.0.5");
        _stage.Server.Answer = context => MediaServer.Redirect(context, to);
        Assert.Equal($"refused {code}", await _stage.Spoken("https://media.example.com/"));
        Assert.Single(_stage.Server.Requests);
        Assert.Equal([FetchStage.PublicIp], _stage.Dialled);
    }

    [Theory, InlineData(301), InlineData(302), InlineData(303), InlineData(307), InlineData(308)]
    public async Task A_redirect_is_followed_within_what_is_trusted(int status)
    {
        _stage.Server.Answer = context => context.Request.Path == "/voice" ? MediaServer.Redirect(context, "../kept/voice.ogg", status) : MediaServer.Bytes(context, "audio/ogg", Samples.Ogg());
        Assert.Equal("audio/ogg 4000", await _stage.Spoken("https://media.example.com/voice"));
        Assert.Equal(["https://media.example.com/voice", "https://media.example.com/kept/voice.ogg"], _stage.Server.Requests.Select(asked => asked.Url));
    }

    [Theory, InlineData(3, "audio/ogg 4000", 4), InlineData(4, "refused too_many_redirects", 4)]
    public async Task Three_redirects_are_enough(int redirects, string expected, int requests)
    {
        var left = redirects;
        _stage.Server.Answer = context => left-- > 0 ? MediaServer.Redirect(context, $"/{left}") : MediaServer.Bytes(context, "audio/ogg", Samples.Ogg());
        Assert.Equal(expected, await _stage.Spoken("https://media.example.com/"));
        Assert.Equal(requests, _stage.Server.Requests.Count);
    }

    [Theory, InlineData("https://cdn.example.com/", null), InlineData("https://media.example.com:8443/", null), InlineData("https://media.example.com/other", "Bearer secret")]
    public async Task A_token_goes_to_the_place_that_it_is_for_and_to_no_other(string to, string? expected)
    {
        _stage.Server.Answer = context =>
            context.Request.Path == "/first" ? MediaServer.Redirect(context, to.Replace(":8443", $":{_stage.Server.TlsPort}", StringComparison.Ordinal)) : MediaServer.Bytes(context, "audio/ogg", Samples.Ogg());
        Assert.Equal("audio/ogg 4000", await _stage.Spoken("https://media.example.com/first", change: request => request with
        {
            Headers = ImmutableDictionary<string, string>.Empty.Add("Authorization", "Bearer secret").Add("X-Api-Key", "secret"),
        }));
        Assert.Equal(["Bearer secret", expected], _stage.Server.Requests.Select(asked => asked.Header("Authorization")));
        Assert.Equal(["secret", expected is null ? null : "secret"], _stage.Server.Requests.Select(asked => asked.Header("X-Api-Key")));
    }

    [Fact]
    public async Task This_machine_is_reached_where_the_settings_say_so_and_only_by_its_own_names()
    {
        await using var open = await FetchStage.Start(("Media:AllowLoopback", "true"));
        open.Name("localhost", "127.0.0.1");
        open.Name("media.example.com", "127.0.0.1");
        var port = open.Server.PlainPort;
        Assert.Equal("audio/ogg 4000", await open.Spoken($"http://127.0.0.1:{port}/"));
        Assert.Equal("audio/ogg 4000", await open.Spoken($"http://localhost:{port}/"));
        Assert.Equal("audio/ogg 4000", await open.Spoken($"http://[::1]:{port}/"));
        Assert.Equal("refused address_not_allowed", await open.Spoken("https://media.example.com/"));
        Assert.Equal("refused not_https", await open.Spoken("http://10.0.0.5/"));

        Assert.Equal("refused not_https", await _stage.Spoken($"http://127.0.0.1:{_stage.Server.PlainPort}/"));
        Assert.Empty(_stage.Server.Requests);
    }

    [Fact]
    public async Task On_the_real_network_this_machine_is_found_by_its_name()
    {
        await using var services = Stage.Services([("Media:AllowLoopback", "true")]);
        var fetcher = services.GetRequiredService<IMediaFetcher>();
        var url = new Uri($"http://localhost:{_stage.Server.PlainPort}/voice");
        Assert.Equal("audio/ogg 4000", FetchStage.Spoken(await fetcher.Fetch(new(url, MediaKind.Audio), CancellationToken.None)));
        Assert.Empty(_stage.Dialled);

        await _stage.Server.DisposeAsync();
        Assert.Equal("postponed unreachable", FetchStage.Spoken(await fetcher.Fetch(new(url, MediaKind.Audio), CancellationToken.None)));
    }

    [Fact]
    public async Task A_name_of_this_machine_that_leads_elsewhere_is_not_followed_inside()
    {
        await using var open = await FetchStage.Start(("Media:AllowLoopback", "true"));
        open.Name("localhost", "10.0.0.5");
        Assert.Equal("refused address_not_allowed", await open.Spoken("http://localhost/"));
        Assert.Empty(open.Dialled);
    }

    [Theory, InlineData("10.0.0.5"), InlineData("fd00::5"), InlineData("127.0.0.1"), InlineData(FetchStage.PublicIp)]
    public async Task A_channels_own_address_may_be_anywhere_and_without_TLS(string address)
    {
        _stage.Name("simulator", address);
        var url = $"http://simulator:{_stage.Server.PlainPort}/media/1";
        Assert.Equal("audio/ogg 4000", await _stage.Spoken(url, change: AtHome));
        Assert.Equal([address], _stage.Dialled);
        Assert.Equal("secret", Assert.Single(_stage.Server.Requests).Header("X-Api-Key"));

        Assert.Equal("refused not_https", await _stage.Spoken(url));
        Assert.Equal("refused not_https", await _stage.Spoken("http://simulator:1/", change: AtHome));
        Assert.Equal("refused bad_url", await _stage.Spoken(url.Replace("simulator", "user@simulator", StringComparison.Ordinal), change: AtHome));
        Assert.Single(_stage.Dialled);
    }

    [Fact]
    public async Task What_leaves_a_channels_own_address_is_judged_like_any_other()
    {
        _stage.Name("simulator", "10.0.0.5");
        _stage.Name("inside.example.com", "10.0.0.6");
        var (to, url) = ("", $"http://simulator:{_stage.Server.PlainPort}/media/1");
        _stage.Server.Answer = context => context.Request.Host.Host == "simulator" && context.Request.Path != "/2" ? MediaServer.Redirect(context, to) : MediaServer.Bytes(context, "audio/ogg", Samples.Ogg());

        foreach (var (next, expected) in ((string, string)[])
                 [
                     ("/2", "audio/ogg 4000"), ("https://media.example.com/", "audio/ogg 4000"), ("https://inside.example.com/", "refused address_not_allowed"),
                     ("http://10.0.0.6/", "refused not_https"), ("https://evil.net/", "refused host_not_allowed"),
                 ])
        {
            to = next;
            Assert.Equal(expected, await _stage.Spoken(url, change: AtHome));
        }

        Assert.Equal([null], _stage.Server.Requests.Where(asked => asked.Url == "https://media.example.com/").Select(asked => asked.Header("X-Api-Key")));
        Assert.DoesNotContain("10.0.0.6", _stage.Dialled);
    }

    [Fact]
    public async Task Nobody_else_leads_to_a_channels_own_address()
    {
        _stage.Name("simulator", "10.0.0.5");
        _stage.Server.Answer = context => MediaServer.Redirect(context, $"http://simulator:{_stage.Server.PlainPort}/");
        Assert.Equal("refused not_https", await _stage.Spoken("https://media.example.com/", change: AtHome));
        Assert.Equal([FetchStage.PublicIp], _stage.Dialled);
    }

    [Fact]
    public async Task A_connection_to_a_channels_own_address_is_nobody_elses()
    {
        _stage.Name("media.example.com", "10.0.0.5");
        Assert.Equal("audio/ogg 4000", await _stage.Spoken("https://media.example.com/", change: request => request with { Own = new("https://media.example.com/base") }));
        Assert.Equal("refused address_not_allowed", await _stage.Spoken("https://media.example.com/"));
        Assert.Equal(["10.0.0.5"], _stage.Dialled);
    }

    [Fact]
    public async Task Without_any_host_that_is_trusted_nothing_is_fetched()
    {
        await using var stage = await FetchStage.Start(("Media:AllowedHosts", ""));
        Assert.Equal("refused host_not_allowed", await stage.Spoken("https://media.example.com/"));
    }

    private MediaRequest AtHome(MediaRequest request) => request with
    {
        Own = new($"http://simulator:{_stage.Server.PlainPort}"), Headers = ImmutableDictionary<string, string>.Empty.Add("X-Api-Key", "secret"),
    };
}
