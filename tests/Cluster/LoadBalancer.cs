using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Orleans.WhatsApp.Cluster;

/// <summary>
/// In front of the silos as any load balancer is: it takes turns, leaves out whoever says that it is not ready or is silent twice, tries the next where nobody
/// takes the connection, and passes every answer on as it is.
/// </summary>
internal sealed class LoadBalancer : IAsyncDisposable
{
    /// <summary>Longer than a silo takes to say that it could not keep an event.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CheckEvery = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan CheckPatience = TimeSpan.FromSeconds(2);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false, ConnectTimeout = TimeSpan.FromSeconds(1) }) { Timeout = Patience };
    private readonly ConcurrentDictionary<Uri, bool> _silos = [];
    private readonly ConcurrentDictionary<int, int> _answers = [];
    private readonly CancellationTokenSource _end = new();
    private readonly WebApplication _server;
    private uint _turn;
    private int _unserved;

    private LoadBalancer()
    {
        // Empty on purpose: nothing of the test process's settings or logs.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(System.Net.IPAddress.Loopback, 0));
        _server = builder.Build();
        _server.Run(Pass);
    }

    public Uri Url { get; private set; } = null!;

    /// <summary>How many answers of each status the silos gave.</summary>
    public IReadOnlyDictionary<int, int> Answers => _answers;

    public int Accepted => _answers.GetValueOrDefault(StatusCodes.Status200OK);

    /// <summary>The 5xx that silos answered.</summary>
    public int Refused => _answers.Where(answer => answer.Key >= 500).Sum(answer => answer.Value);

    /// <summary>Requests that no silo answered: nobody was ready, or the one that had it went away or stood still with it.</summary>
    public int Unserved => _unserved;

    public static async Task<LoadBalancer> Start()
    {
        var balancer = new LoadBalancer();
        await balancer._server.StartAsync();
        balancer.Url = new Uri(balancer._server.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return balancer;
    }

    public void Add(Uri silo)
    {
        if (_silos.TryAdd(silo, false)) _ = Check(silo);
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _server.DisposeAsync();
        _http.Dispose();
    }

    private async Task Check(Uri silo)
    {
        using var http = new HttpClient { Timeout = CheckPatience };
        for (var silent = 0; !_end.IsCancellationRequested;)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(silo, "/health/ready"), _end.Token);
                (_silos[silo], silent) = (answer.IsSuccessStatusCode, 0);
            }
            catch (HttpRequestException)
            {
                _silos[silo] = false;
            }
            catch (OperationCanceledException)
            {
                if (++silent > 1) _silos[silo] = false;
            }

            await Task.Delay(CheckEvery, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task Pass(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body);
        var ready = _silos.Where(silo => silo.Value).Select(silo => silo.Key).OrderBy(silo => silo.Port).ToArray();
        var first = Interlocked.Increment(ref _turn);
        foreach (var next in Enumerable.Range(0, ready.Length))
        {
            var silo = ready[(first + next) % ready.Length];
            try
            {
                using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(silo, context.Request.Path + context.Request.QueryString));
                request.Content = new ByteArrayContent(body.ToArray());
                request.Content.Headers.TryAddWithoutValidation("Content-Type", context.Request.ContentType);
                using var answer = await _http.SendAsync(request, context.RequestAborted);
                _answers.AddOrUpdate((int)answer.StatusCode, 1, (_, count) => count + 1);
                context.Response.StatusCode = (int)answer.StatusCode;
                return;
            }
            catch (HttpRequestException cause) when (cause.HttpRequestError is HttpRequestError.ConnectionError)
            {
                // Nobody took the connection, so nobody has the request.
            }
            catch (Exception cause) when (cause is HttpRequestException or OperationCanceledException)
            {
                // Somebody may have it; whether to send it again is the sender's to say.
                break;
            }
        }

        Interlocked.Increment(ref _unserved);
        context.Response.StatusCode = StatusCodes.Status502BadGateway;
    }
}
