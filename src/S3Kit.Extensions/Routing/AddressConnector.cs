using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace S3Kit.Routing;

/// <summary>
/// Connects to a host that has several addresses so that a dead one does not hold anybody up, in the manner of RFC 8305: one after the other, each with a short start before the next, and
/// the first that answers is taken. Addresses that failed lately come last; the others take turns.
/// </summary>
internal sealed class AddressConnector(TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    /// <summary>How long an address may take before the next one is tried beside it: the delay that RFC 8305 recommends.</summary>
    public static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <summary>For how long an address that failed comes last.</summary>
    public static readonly TimeSpan Memory = TimeSpan.FromSeconds(30);

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;
    private readonly ConcurrentDictionary<IPAddress, long> _failedAt = new();
    private int _turn;

    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        Socket socket = await ConnectAsync(context.DnsEndPoint, cancellationToken).ConfigureAwait(false);
        return new NetworkStream(socket, ownsSocket: true);
    }

    public async Task<Socket> ConnectAsync(DnsEndPoint target, CancellationToken cancellationToken)
    {
        IPAddress[] addresses = IPAddress.TryParse(target.Host, out IPAddress? literal)
            ? [literal]
            : Order(await _resolve(target.Host, cancellationToken).ConfigureAwait(false));
        if (addresses.Length == 0)
        {
            throw new SocketException((int)SocketError.HostNotFound);
        }

        return addresses.Length == 1
            ? await ConnectAsync(addresses[0], target.Port, cancellationToken).ConfigureAwait(false)
            : await RaceAsync(addresses, target.Port, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken cancellationToken)
    {
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(new IPEndPoint(address, port), cancellationToken).ConfigureAwait(false);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Those that failed lately last; the others beginning with another one each time, so that connections are spread.</summary>
    private IPAddress[] Order(IPAddress[] addresses)
    {
        int turn = (int)((uint)Interlocked.Increment(ref _turn) % (uint)Math.Max(addresses.Length, 1));
        IEnumerable<IPAddress> rotated = addresses.Skip(turn).Concat(addresses.Take(turn));
        return [.. rotated.OrderBy(address => _failedAt.TryGetValue(address, out long failed) && time.GetElapsedTime(failed) < Memory)];
    }

    private async Task<Socket> RaceAsync(IPAddress[] addresses, int port, CancellationToken cancellationToken)
    {
        using var losers = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var running = new List<(Task<Socket> Task, IPAddress Address)>();
        int next = 0;
        Exception? error = null;
        try
        {
            while (true)
            {
                if (next < addresses.Length)
                {
                    running.Add((ConnectAsync(addresses[next], port, losers.Token), addresses[next]));
                    next++;
                }
                else if (running.Count == 0)
                {
                    throw error ?? new SocketException((int)SocketError.HostUnreachable);
                }

                (Task<Socket> Task, IPAddress Address)? ended = await NextAsync(running, isLast: next == addresses.Length, cancellationToken).ConfigureAwait(false);
                if (ended is not { } end)
                {
                    continue;
                }

                running.Remove(end);
                try
                {
                    Socket socket = await end.Task.ConfigureAwait(false);
                    _failedAt.TryRemove(end.Address, out _);
                    foreach ((_, IPAddress overtaken) in running)
                    {
                        // It had a start and did not make it.
                        _failedAt[overtaken] = time.GetTimestamp();
                    }

                    return socket;
                }
                catch (Exception e) when (e is SocketException && !cancellationToken.IsCancellationRequested)
                {
                    _failedAt[end.Address] = time.GetTimestamp();
                    error = e;
                }
            }
        }
        finally
        {
            await losers.CancelAsync().ConfigureAwait(false);
            foreach ((Task<Socket> task, _) in running)
            {
                _ = DisposeAsync(task);
            }
        }
    }

    /// <summary>The next one that ends; <see langword="null"/> when the head start is over before.</summary>
    private async Task<(Task<Socket> Task, IPAddress Address)?> NextAsync(
        List<(Task<Socket> Task, IPAddress Address)> running, bool isLast, CancellationToken cancellationToken)
    {
        Task<Task<Socket>> any = Task.WhenAny(running.Select(static each => each.Task));
        if (!isLast)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            Task start = Task.Delay(HeadStart, time, stop.Token);
            Task first = await Task.WhenAny(any, start).ConfigureAwait(false);
            await stop.CancelAsync().ConfigureAwait(false);
            if (first == start)
            {
                cancellationToken.ThrowIfCancellationRequested();
                return null;
            }
        }

        Task<Socket> ended = await any.ConfigureAwait(false);
        return running.Find(each => each.Task == ended);
    }

    private static async Task DisposeAsync(Task<Socket> task)
    {
        await ((Task)task).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (task.IsCompletedSuccessfully)
        {
            (await task.ConfigureAwait(false)).Dispose();
        }
    }
}
