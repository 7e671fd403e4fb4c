using System.Net.Sockets;

namespace S3Kit.Chaos.Faults;

/// <summary>One connection of a client through a <see cref="FaultProxy"/>, and that to the server behind it.</summary>
internal sealed class FaultConnection : IDisposable
{
    private readonly FaultProxy _proxy;
    private readonly Socket _client;
    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly WireReader _requests;
    private readonly WireReader _answers;

    public FaultConnection(FaultProxy proxy, Socket client)
    {
        _proxy = proxy;
        _client = client;
        _client.NoDelay = true;
        _requests = new WireReader(_client);
        _answers = new WireReader(_server);
    }

    public async Task RunAsync(CancellationToken stopped)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stopped);
        try
        {
            await ServeAsync(ending.Token);
        }
        catch (Exception e) when (e is SocketException or IOException or ObjectDisposedException)
        {
            // What broke on one side breaks on the other.
            Reset();
        }
        catch (OperationCanceledException)
        {
            Reset();
        }
        finally
        {
            await ending.CancelAsync();
            Dispose();
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }

    private async Task ServeAsync(CancellationToken ending)
    {
        var atAccept = _proxy.Draw();
        if (atAccept is not null && await StrikeAsync(atAccept, ending))
        {
            return;
        }

        await _server.ConnectAsync(_proxy.Upstream, ending);
        while (await IsRequestComingAsync(ending) && await _requests.ReadHeadAsync(ending) is { } head)
        {
            var fault = _proxy.Draw();
            if ((fault is not null && await StrikeAsync(fault, ending)) || !await ExchangeAsync(new HttpHead(head), fault, ending))
            {
                return;
            }
        }
    }

    /// <summary>What strikes before anything is sent on.</summary>
    private async Task<bool> StrikeAsync(Fault fault, CancellationToken ending)
    {
        if (fault.Kind is not (FaultKind.Reset or FaultKind.BlackHole) || !_proxy.TryStrike(fault))
        {
            return false;
        }

        if (fault.Kind == FaultKind.Reset)
        {
            Reset();
        }
        else
        {
            await SwallowAsync(ending);
        }

        return true;
    }

    /// <summary>Between two requests either side may close.</summary>
    private async Task<bool> IsRequestComingAsync(CancellationToken ending)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ending);
        var request = _requests.WaitAsync(done.Token);
        var first = await Task.WhenAny(request, _answers.WaitAsync(done.Token));
        var comes = await first && first == request;
        await done.CancelAsync();
        return comes;
    }

    /// <returns>Whether another request may follow.</returns>
    private async Task<bool> ExchangeAsync(HttpHead request, Fault? fault, CancellationToken ending)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ending);
        var sent = SendRequestAsync(request, fault, done.Token);
        var answer = SendAnswerAsync(request.Method, fault, done.Token);
        var gone = WatchClientAsync(sent, done.Token);
        try
        {
            var first = await Task.WhenAny(answer, gone);
            if (first == gone)
            {
                await gone;
                return false;
            }

            return await answer && await sent;
        }
        catch (SocketException) when (answer is { IsCompletedSuccessfully: true, Result: true })
        {
            // The server has answered and closed without reading the rest: so do we.
            return false;
        }
        finally
        {
            await done.CancelAsync();
        }
    }

    private async Task<bool> SendRequestAsync(HttpHead head, Fault? fault, CancellationToken ending)
    {
        var length = head.ContentLength ?? 0;
        var relay = new BodyRelay(_proxy, _requests, _server, fault)
        {
            CutAt = fault?.Kind == FaultKind.ResetInRequest && length > 0 ? Math.Min(fault.After, length - 1) : null,
            CorruptAt = fault?.Kind == FaultKind.CorruptRequest && length > 0 ? fault.After % length : null,
        };
        await BodyRelay.SendAsync(_server, head.Bytes, ending);
        if (await (head.IsChunked ? relay.MoveChunksAsync(ending) : relay.MoveAsync(length, ending)))
        {
            return true;
        }

        Reset();
        _server.Close();
        return false;
    }

    private async Task<bool> SendAnswerAsync(string method, Fault? fault, CancellationToken ending)
    {
        HttpHead head;
        do
        {
            if (await _answers.ReadHeadAsync(ending) is not { } bytes)
            {
                return false;
            }

            head = new HttpHead(bytes);
            if (head.Status >= 200 && fault is not null && await StrikeAnswerAsync(fault, ending))
            {
                return false;
            }

            await BodyRelay.SendAsync(_client, bytes, ending);
        }
        while (head.Status < 200);

        var length = head.AnswerLength(method);
        var last = (length ?? long.MaxValue) - 1;
        var relay = new BodyRelay(_proxy, _answers, _client, fault)
        {
            CutAt = fault?.Kind is FaultKind.ResetInAnswer or FaultKind.HalfOpenInAnswer && last >= 0 ? Math.Min(fault.After, last) : null,
            CorruptAt = fault?.Kind == FaultKind.CorruptAnswer && !head.IsXml && last >= 0 ? fault.After % (last + 1) : null,
        };
        if (await (length is null && head.IsChunked ? relay.MoveChunksAsync(ending) : relay.MoveAsync(length ?? long.MaxValue, ending)))
        {
            return true;
        }

        if (fault?.Kind == FaultKind.HalfOpenInAnswer)
        {
            _server.Close();
            await SwallowAsync(ending);
        }
        else if (fault?.Kind == FaultKind.ResetInAnswer)
        {
            Reset();
        }

        return false;
    }

    /// <summary>What strikes once the server has answered.</summary>
    private async Task<bool> StrikeAnswerAsync(Fault fault, CancellationToken ending)
    {
        switch (fault.Kind)
        {
            case FaultKind.ResetBeforeAnswer when _proxy.TryStrike(fault):
                Reset();
                return true;
            case FaultKind.HalfOpen when _proxy.TryStrike(fault):
                _server.Close();
                await SwallowAsync(ending);
                return true;
            case FaultKind.Latency when _proxy.TryStrike(fault):
                await Task.Delay(fault.Delay, TimeProvider.System, ending);
                return false;
            default:
                return false;
        }
    }

    /// <summary>A client that gives up closes its connection: the server must see that too.</summary>
    private async Task WatchClientAsync(Task<bool> sent, CancellationToken ending)
    {
        try
        {
            if (!await sent)
            {
                return;
            }
        }
        catch (SocketException)
        {
            // Whether it was the server that closed, its answer tells, or its end.
        }

        if (await _requests.WaitAsync(ending))
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ending);
        }
    }

    /// <summary>Takes whatever the client sends until it closes.</summary>
    private async Task SwallowAsync(CancellationToken ending)
    {
        while (!(await _requests.ReadAsync(int.MaxValue, ending)).IsEmpty)
        {
            // Nobody gets it.
        }
    }

    private void Reset()
    {
        try
        {
            _client.LingerState = new LingerOption(enable: true, seconds: 0);
            _client.Close();
        }
        catch (ObjectDisposedException)
        {
            // Closed already.
        }
    }
}
