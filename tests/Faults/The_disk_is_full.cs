using System.Globalization;
using System.Net;
using System.Text;
using Orleans.WhatsApp.EndToEnd;
using Orleans.WhatsApp.Simulator;

namespace Orleans.WhatsApp.Faults;

/// <summary>The embedded database has no room. What cannot be kept is refused, and what was kept waits; with room again all goes on, in the same process.</summary>
public sealed class The_disk_is_full : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("orleans-whatsapp-disk-").FullName;
    private SmallDisk _disk = null!;
    private Business _business = null!;
    private Crowd _crowd = null!;
    private Judge _judge = null!;

    public async Task InitializeAsync()
    {
        _disk = new SmallDisk(_folder);
        var settings = new Dictionary<string, string> { ["Storage__Path"] = _folder, ["Chat__SendTimeout"] = "00:00:02", ["Unipile__SendTimeout"] = "00:00:02" };
        _business = await Business.Open(graceSeconds: 1, settings, world => world with { WebhookAttempts = 1_000, LongestWebhookRetryDelay = TimeSpan.FromSeconds(1) }, launcher: _disk.Launcher);
        _crowd = new Crowd(_business.World, _business.Account);
        _judge = new Judge(_business.World, Books.InFolder(_disk.FolderOf(_business.Silo)));
    }

    public async Task DisposeAsync()
    {
        await _business.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <param name="left">What is left of it, in bytes. With a little, small writes go through and large ones do not.</param>
    [Theory]
    [InlineData(0)]
    [InlineData(24 * 1024)]
    [InlineData(64 * 1024)]
    public async Task Webhooks_are_refused_until_there_is_room_again_and_nothing_is_lost(int left)
    {
        await _crowd.Write(5, TimeSpan.FromMilliseconds(100));
        await Fact.Comes("answers before it is full", () => _crowd.Answered > 0);
        var process = _business.Silo.Id;
        _disk.Fill(_business.Silo, left);
        await _crowd.Write(40, TimeSpan.FromMilliseconds(50));
        await Fact.Comes("webhooks that are refused", () => Refused().Any());
        using (var answer = await Tell(Refused().First().Body))
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
            Assert.Contains("unavailable", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        Assert.True(await Failed() > 0);
        // A good many rounds of sweeps, retries and deadlines meet the full disk.
        await Fact.Comes("refusals for a while", () => Refused().Any(delivery => delivery.Answers.Count(status => status == 503) >= 12));
        Assert.DoesNotContain(_business.World.Webhooks.Deliveries, delivery => delivery.Answers.Any(status => status is not (200 or 503)));

        _disk.Empty(_business.Silo);
        await Fact.Comes("an answer for each", () => _crowd.Answered == _crowd.Writers.Count, () => $"{_crowd.Answered} of {_crowd.Writers.Count}");
        await _judge.Settle();
        Assert.True(_business.Silo.IsRunning && _business.Silo.Id == process);
        await _judge.EachEventIsThereOnce();
        await _judge.EachHasOneAnswer(_crowd.Writers, mostAsked: 2);
        Reports.Write("full-disk.md", [$"Seen on {_disk.Kind}."]);
    }

    private IEnumerable<WebhookDelivery> Refused() => _business.World.Webhooks.Deliveries.Where(delivery => delivery.State == DeliveryState.Pending && delivery.Answers.Contains(503));

    private Task<HttpResponseMessage> Tell(string body) => _business.Http.PostAsync("/webhooks/unipile", new StringContent(body, Encoding.UTF8, "application/json"));

    private async Task<double> Failed() => (await _business.Http.GetStringAsync("/metrics")).Split('\n')
        .Where(line => line.StartsWith("whatsapp_webhooks_total", StringComparison.Ordinal) && line.Contains("result=\"failed\"", StringComparison.Ordinal))
        .Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
}
