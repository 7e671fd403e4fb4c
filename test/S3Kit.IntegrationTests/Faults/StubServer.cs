using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using S3Kit.Chaos.Faults;

namespace S3Kit.IntegrationTests;

/// <summary>A server that answers everything with the same bytes, and says what it was sent.</summary>
internal sealed class StubServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopped = new();
    private readonly List<Task> _connections = [];
    private readonly Task _accepting;
    private readonly byte[] _body;
    private readonly string _head;
    private readonly TaskCompletionSource<byte[]> _request = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _accepted;
    private int _requests;

    public StubServer(byte[] body, string contentType = "application/octet-stream", bool chunked = false)
    {
        _head = $"HTTP/1.1 200 OK\r\nContent-Type: {contentType}\r\n" +
            (chunked ? "Transfer-Encoding: chunked\r\n\r\n" : string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n"));
        _body = chunked ? [.. Encoding.ASCII.GetBytes($"{body.Length:x}\r\n"), .. body, .. "\r\n0\r\n\r\n"u8] : body;
        _listener.Start();
        Url = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _accepting = AcceptAsync();
    }

    public Uri Url { get; }

    public int Accepted => Volatile.Read(ref _accepted);

    public int Requests => Volatile.Read(ref _requests);

    /// <summary>The body of the first request that came whole.</summary>
    public Task<byte[]> Request => _request.Task;

    /// <summary>The first connection that ended: how many bytes of a body it broke off after, 0 between requests.</summary>
    public Task<int> Ended => _ended.Task;

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        _stopped.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_stopped.Token);
                Interlocked.Increment(ref _accepted);
                _connections.Add(ServeAsync(socket));
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed of.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        using var owned = socket;
        socket.NoDelay = true;
        var reader = new WireReader(socket);
        var body = new List<byte>();
        try
        {
            while (await reader.ReadHeadAsync(_stopped.Token) is { } head)
            {
                body.Clear();
                var length = new HttpHead(head).ContentLength ?? 0;
                while (body.Count < length)
                {
                    var bytes = await reader.ReadAsync(length - body.Count, _stopped.Token);
                    if (bytes.IsEmpty)
                    {
                        return;
                    }

                    body.AddRange(bytes.Span);
                }

                Interlocked.Increment(ref _requests);
                _request.TrySetResult([.. body]);
                body.Clear();
                await BodyRelay.SendAsync(socket, Encoding.ASCII.GetBytes(_head), _stopped.Token);
                await BodyRelay.SendAsync(socket, _body, _stopped.Token);
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            // The other side broke it off, or the test is over.
        }
        finally
        {
            _ended.TrySetResult(body.Count);
        }
    }
}
