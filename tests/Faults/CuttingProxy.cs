using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Orleans.WhatsApp.Faults;

/// <summary>
/// Stands between the silo and PostgreSQL, and understands as much of the protocol as it takes to see what is asked. What it is told to cut reaches the server
/// and is done there; then the connection breaks, and the answer is never seen.
/// </summary>
internal sealed class CuttingProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly int _server;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, (int Seen, int Cut)> _counts = [];

    public CuttingProxy(int server)
    {
        _server = server;
        _listener.Start();
        _ = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Which statements are cut, by how they begin, and each how-manieth of them; none at first.</summary>
    public IReadOnlyDictionary<string, int> Every { get; set; } = new Dictionary<string, int>();

    /// <summary>How often each has been cut.</summary>
    public int Cuts(string statement)
    {
        lock (_lock) return _counts.GetValueOrDefault(statement).Cut;
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
    }

    internal bool IsToBeCut(string sql)
    {
        var (statement, every) = Every.FirstOrDefault(one => sql.StartsWith(one.Key, StringComparison.OrdinalIgnoreCase));
        if (statement is null) return false;
        lock (_lock)
        {
            var (seen, cut) = _counts.GetValueOrDefault(statement);
            var isIt = (seen + 1) % every == 0;
            _counts[statement] = (seen + 1, isIt ? cut + 1 : cut);
            return isIt;
        }
    }

    private async Task Accept()
    {
        try
        {
            while (true) _ = Serve(await _listener.AcceptTcpClientAsync(_end.Token));
        }
        catch (Exception cause) when (cause is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var one = client;
        using var other = new TcpClient { NoDelay = true };
        client.NoDelay = true;
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        try
        {
            await other.ConnectAsync(IPAddress.Loopback, _server, _end.Token);
            var (asking, answering) = (client.GetStream(), other.GetStream());
            var answers = answering.CopyToAsync(asking, cut.Token);
            await Task.WhenAny(new Conversation(this).Forward(asking, answering, cut), answers);
            await cut.CancelAsync();
            // The answer to what was cut is the first thing that would come: it is done at the server by then.
            await answers.ContinueWith(_ => { }, TaskScheduler.Default);
        }
        catch (Exception cause) when (cause is OperationCanceledException or IOException or SocketException)
        {
            // One side is gone, and the other goes with it.
        }
    }

    /// <summary>What one connection asks, message by message.</summary>
    private sealed class Conversation(CuttingProxy proxy)
    {
        private const int SslRequest = 80877103;
        private const int GssRequest = 80877104;
        private readonly Dictionary<string, string> _prepared = [];
        private bool _isToBeCut;

        public async Task Forward(NetworkStream asking, NetworkStream answering, CancellationTokenSource cut)
        {
            await Begin(asking, answering, cut.Token);
            var head = new byte[5];
            while (true)
            {
                await asking.ReadExactlyAsync(head, cut.Token);
                var body = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(1)) - 4];
                await asking.ReadExactlyAsync(body, cut.Token);
                Understand((char)head[0], body);
                var isEnd = (char)head[0] is 'S' or 'Q' && _isToBeCut;
                // No answer gets back from here on.
                if (isEnd) await cut.CancelAsync();
                await answering.WriteAsync((byte[])[.. head, .. body], CancellationToken.None);
                if (!isEnd) continue;
                _ = await answering.ReadAsync(new byte[1], CancellationToken.None);
                return;
            }
        }

        /// <summary>The first message has no type; wishes for encryption come before it, and are refused.</summary>
        private static async Task Begin(NetworkStream asking, NetworkStream answering, CancellationToken stop)
        {
            while (true)
            {
                var head = new byte[8];
                await asking.ReadExactlyAsync(head, stop);
                var rest = new byte[BinaryPrimitives.ReadInt32BigEndian(head) - 8];
                await asking.ReadExactlyAsync(rest, stop);
                if (BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(4)) is SslRequest or GssRequest)
                {
                    await asking.WriteAsync("N"u8.ToArray(), stop);
                    continue;
                }

                await answering.WriteAsync((byte[])[.. head, .. rest], stop);
                return;
            }
        }

        private void Understand(char type, ReadOnlySpan<byte> body)
        {
            switch (type)
            {
                case 'Q':
                    _isToBeCut |= proxy.IsToBeCut(Word(ref body));
                    break;
                case 'P': // the statement's name, its text
                    var name = Word(ref body);
                    _prepared[name] = Word(ref body).TrimStart();
                    break;
                case 'B': // the portal's name, the statement's
                    Word(ref body);
                    _isToBeCut |= proxy.IsToBeCut(_prepared.GetValueOrDefault(Word(ref body), ""));
                    break;
            }
        }

        private static string Word(ref ReadOnlySpan<byte> from)
        {
            var end = from.IndexOf((byte)0);
            var word = Encoding.UTF8.GetString(from[..end]);
            from = from[(end + 1)..];
            return word;
        }
    }
}
