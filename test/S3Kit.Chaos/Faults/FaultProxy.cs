using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace S3Kit.Chaos.Faults;

/// <summary>
/// Stands between a client and one server on 127.0.0.1, and does to connections what networks do. It reads heads and lengths of HTTP/1.1 and nothing
/// else. What it does can be changed at any time and holds from the next request on, on open connections too. What is chance comes from the seed.
/// </summary>
internal sealed class FaultProxy : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Random _random;
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stopped = new();
    private readonly ConcurrentDictionary<FaultConnection, Task> _connections = new();
    private readonly Task _accepting;
    private Fault? _fault;
    private int _left;
    private int _struck;
    private int _corrupted;
    private int _accepted;

    public FaultProxy(Uri upstream, int seed)
    {
        Upstream = new IPEndPoint(IPAddress.Loopback, upstream.Port);
        _random = new Random(seed);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen(512);
        Url = new Uri(FormattableString.Invariant($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}"));
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public Uri Url { get; }

    public IPEndPoint Upstream { get; }

    /// <summary>What is done from now on; <see langword="null"/> for nothing.</summary>
    public Fault? Fault
    {
        get
        {
            lock (_lock)
            {
                return _fault;
            }
        }

        set
        {
            lock (_lock)
            {
                _fault = value;
                _left = value?.Times ?? 0;
            }
        }
    }

    /// <summary>How many connections and requests were struck so far.</summary>
    public int Struck => Volatile.Read(ref _struck);

    /// <summary>How many answers have another byte than they were sent with.</summary>
    public int Corrupted => Volatile.Read(ref _corrupted);

    /// <summary>How many connections were accepted so far.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>How many connections are open.</summary>
    public int Open => _connections.Count;

    public async ValueTask DisposeAsync()
    {
        await _stopped.CancelAsync();
        _listener.Dispose();
        await _accepting;
        await Task.WhenAll(_connections.Values);
        _stopped.Dispose();
    }

    /// <summary>The fault of the request or connection that begins now; <see langword="null"/> when it is let off.</summary>
    internal Fault? Draw()
    {
        lock (_lock)
        {
            return _fault is { } fault && _left > 0 && (fault.Chance >= 1 || _random.NextDouble() < fault.Chance) ? fault : null;
        }
    }

    /// <summary>Counts a fault that is about to strike.</summary>
    /// <returns>Whether it may: it was not switched off since, and has not struck often enough.</returns>
    internal bool TryStrike(Fault fault)
    {
        lock (_lock)
        {
            if (!ReferenceEquals(fault, _fault) || _left == 0)
            {
                return false;
            }

            _left--;
        }

        Interlocked.Increment(ref _struck);
        if (fault.Kind == FaultKind.CorruptAnswer)
        {
            Interlocked.Increment(ref _corrupted);
        }

        return true;
    }

    /// <summary>What a byte is mixed with to become another.</summary>
    internal byte Noise()
    {
        lock (_lock)
        {
            return (byte)_random.Next(1, 256);
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptAsync(_stopped.Token);
                Interlocked.Increment(ref _accepted);
                var connection = new FaultConnection(this, client);
                var run = connection.RunAsync(_stopped.Token);
                _connections[connection] = run;
                _ = ForgetAsync(connection, run);
            }
        }
        catch (OperationCanceledException)
        {
            // Disposed of.
        }
    }

    private async Task ForgetAsync(FaultConnection connection, Task run)
    {
        await run;
        _connections.TryRemove(connection, out _);
    }
}
