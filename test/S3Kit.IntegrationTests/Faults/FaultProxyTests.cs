using System.Net.Sockets;
using S3Kit.Chaos.Faults;

namespace S3Kit.IntegrationTests;

/// <summary>Each fault does what it says, to a client and a server that know nothing of S3.</summary>
public sealed class FaultProxyTests
{
    private static readonly byte[] Answer = TestBytes.Of(100_000);
    private static readonly byte[] Sent = TestBytes.Of(50_000, seed: 2);

    private CancellationTokenSource _deadline = null!;

    private CancellationToken Deadline => _deadline.Token;

    [SetUp]
    public void SetDeadline() => _deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1), TimeProvider.System);

    [TearDown]
    public void DropDeadline() => _deadline.Dispose();

    [Test]
    public async Task NoFault_RequestsAndAnswers_PassUnchangedOnOneConnection()
    {
        await using var server = new StubServer(Answer);
        await using var proxy = new FaultProxy(server.Url, seed: 1);
        using var client = new HttpClient();

        using var put = await client.PutAsync(proxy.Url, new ByteArrayContent(Sent), Deadline);
        var got = await client.GetByteArrayAsync(proxy.Url, Deadline);
        using var head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Put, proxy.Url), Deadline);

        Assert.That(await put.Content.ReadAsByteArrayAsync(Deadline), Is.EqualTo(Answer));
        Assert.That(got, Is.EqualTo(Answer));
        Assert.That(await server.Request, Is.EqualTo(Sent));
        Assert.That((server.Requests, server.Accepted, proxy.Accepted, proxy.Struck), Is.EqualTo((3, 1, 1, 0)));
    }

    [Test]
    public async Task NoFault_AnswerInChunks_PassesUnchanged()
    {
        await using var server = new StubServer(Answer, chunked: true);
        await using var proxy = new FaultProxy(server.Url, seed: 1);
        using var client = new HttpClient();

        Assert.That(await client.GetByteArrayAsync(proxy.Url, Deadline), Is.EqualTo(Answer));
        Assert.That(await client.GetByteArrayAsync(proxy.Url, Deadline), Is.EqualTo(Answer));
        Assert.That(proxy.Accepted, Is.EqualTo(1));
    }

    [Test]
    public async Task NoFault_ServerGone_IsReset()
    {
        await using var proxy = new FaultProxy(new Uri(UnusedPort.Url()), seed: 1);
        using var client = new HttpClient();

        var error = Assert.ThrowsAsync<HttpRequestException>(async () => await client.GetAsync(proxy.Url, Deadline));

        Assert.That(SocketErrorOf(error!), Is.EqualTo(SocketError.ConnectionReset));
    }

    [Test]
    public async Task Reset_NewConnection_ServerHearsNothing()
    {
        await using var server = new StubServer(Answer);
        await using var proxy = new FaultProxy(server.Url, seed: 1) { Fault = new Fault(FaultKind.Reset) };
        using var client = new HttpClient();

        var error = Assert.ThrowsAsync<HttpRequestException>(async () => await client.GetAsync(proxy.Url, Deadline));

        Assert.That(SocketErrorOf(error!), Is.EqualTo(SocketError.ConnectionReset));
        Assert.That((server.Accepted, proxy.Struck), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task Reset_SwitchedOnAndOff_HoldsForOpenConnectionsToo()
    {
        await using var server = new StubServer(Answer);
        await using var proxy = new FaultProxy(server.Url, seed: 1);
        using var client = new HttpClient();
        await client.GetByteArrayAsync(proxy.Url, Deadline);

        proxy.Fault = new Fault(FaultKind.Reset);
        Assert.That(async () => await client.GetAsync(proxy.Url, Deadline), Throws.TypeOf<HttpRequestException>());
        proxy.Fault = null;

        Assert.That(await client.GetByteArrayAsync(proxy.Url, Deadline), Is.EqualTo(Answer));
        Assert.That(server.Requests, Is.EqualTo(2));
    }

    [Test]
    public async Task ResetInRequest_AfterSomeBytes_ServerHasJustThose()
    {
        await using var server = new StubServer(Answer);
        await using var proxy = new FaultProxy(server.Url, seed: 1) { Fault = new Fault(FaultKind.ResetInRequest) { After = 20_000 } };
        using var client = new HttpClient();

        Assert.That(async () => await client.PutAsync(proxy.Url, new ByteArrayContent(Sent), Deadline), Throws.TypeOf<HttpRequestException>());

        Assert.That(await server.Ended.WaitAsync(Deadline), Is.EqualTo(20_000));
        Assert.That((server.Requests, proxy.Struck), Is.EqualTo((0, 1)));
    }

    [Test]
    public async Task ResetBeforeAnswer_ServerHasDoneIt_ClientDoesNotKnow()
    {
        await using var server = new StubServer(Answer);
        await using var proxy = new FaultProxy(server.Url, seed: 1) { Fault = new Fault(FaultKind.ResetBeforeAnswer) };
        using var client = new HttpClient();

        Assert.That(async () => await client.PutAsync(proxy.Url, new ByteArrayContent(Sent), Deadline), Throws.TypeOf<HttpRequestException>());

        Assert.That(await server.Request.WaitAsync(Deadline), Is.EqualTo(Sent));
        Assert.That((server.Requests, proxy.Struck), Is.EqualTo((1, 1)));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task ResetInAnswer_AfterSomeBytes_ClientHasNoMoreThanThose(bool chunked)
    {
        await using var server = new StubServer(Answer, chunked: chunked);
        await using var proxy = new FaultProxy(server.Url, seed: 1) { Fault = new Fault(FaultKind.ResetInAnswer) { After = 30_000 } };
        using var client = new HttpClient();
        using var answer = await client.GetAsync(proxy.Url, HttpCompletionOption.ResponseHeadersRead, Deadline);
        await using var body = await answer.Content.ReadAsStreamAsync(Deadline);
        using var copy = new MemoryStream();

        Assert.That(async () => await body.CopyToAsync(copy, Deadline), Throws.InstanceOf<IOException>());

        Assert.That(copy.Length, Is.LessThanOrEqualTo(30_000));
        Assert.That(copy.ToArray(), Is.EqualTo(Answer.AsSpan(0, (int)copy.Length).ToArray()));
    }

    [Test]
    public async Task HalfOpen_ServerSideIsClosed_ClientIsNeverTold()
    {
        await using var server = new StubServer(Answer);
        await using var proxy = new FaultProxy(server.Url, seed: 1) { Fault = new Fault(FaultKind.HalfOpen) };
        using var client = new HttpClient();
        using var giveUp = new CancellationTokenSource();

        var put = client.PutAsync(proxy.Url, new ByteArrayContent(Sent), giveUp.Token);
        Assert.That(await server.Request.WaitAsync(Deadline), Is.EqualTo(Sent));
        await server.Ended.WaitAsync(Deadline);

        await ExpectSilenceAsync(put, giveUp);
    }

    [Test]
    public async Task HalfOpenInAnswer_AfterSomeBytes_ClientIsNeverTold()
    {
        await using var server = new StubServer(Answer);
        await using var proxy = new FaultProxy(server.Url, seed: 1) { Fault = new Fault(FaultKind.HalfOpenInAnswer) { After = 30_000 } };
        using var client = new HttpClient();
        using var giveUp = new CancellationTokenSource();
        using var answer = await client.GetAsync(proxy.Url, HttpCompletionOption.ResponseHeadersRead, Deadline);
        await using var body = await answer.Content.ReadAsStreamAsync(Deadline);
        var first = new byte[30_000];

        await body.ReadExactlyAsync(first, Deadline);
        await server.Ended.WaitAsync(Deadline);

        Assert.That(first, Is.EqualTo(Answer.AsSpan(0, 30_000).ToArray()));
        await ExpectSilenceAsync(body.ReadAsync(first, giveUp.Token).AsTask(), giveUp);
    }

    [Test]
    public async Task BlackHole_AcceptsAndSwallows_ServerHearsNothing()
    {
        await using var server = new StubServer(Answer);
        await using var proxy = new FaultProxy(server.Url, seed: 1) { Fault = new Fault(FaultKind.BlackHole) };
        using var client = new HttpClient();
        using var giveUp = new CancellationTokenSource();

        var put = client.PutAsync(proxy.Url, new ByteArrayContent(Sent), giveUp.Token);
        await Polling.UntilAsync(_ => Task.FromResult(proxy.Struck == 1), Deadline);

        await ExpectSilenceAsync(put, giveUp);
        await Polling.UntilAsync(_ => Task.FromResult(proxy.Open == 0), Deadline);
        Assert.That(server.Accepted, Is.Zero);
    }

    [Test]
    public async Task Latency_AnswerIsHeldBack_ServerHasDoneIt()
    {
        await using var server = new StubServer(Answer);
        await using var proxy = new FaultProxy(server.Url, seed: 1) { Fault = new Fault(FaultKind.Latency) { Delay = TimeSpan.FromHours(1) } };
        using var client = new HttpClient();
        using var giveUp = new CancellationTokenSource();

        var put = client.PutAsync(proxy.Url, new ByteArrayContent(Sent), giveUp.Token);
        await server.Request.WaitAsync(Deadline);

        await ExpectSilenceAsync(put, giveUp);
        proxy.Fault = new Fault(FaultKind.Latency) { Delay = TimeSpan.FromMilliseconds(1) };
        Assert.That(await client.GetByteArrayAsync(proxy.Url, Deadline), Is.EqualTo(Answer));
    }

    [Test]
    public async Task Bandwidth_LowerThanTheBody_ComesInPieces()
    {
        await using var server = new StubServer(Answer);
        await using var proxy = new FaultProxy(server.Url, seed: 1) { Fault = new Fault(FaultKind.Bandwidth) { BytesPerSecond = 1 } };
        using var client = new HttpClient();
        using var giveUp = new CancellationTokenSource();
        using var answer = await client.GetAsync(proxy.Url, HttpCompletionOption.ResponseHeadersRead, Deadline);
        await using var body = await answer.Content.ReadAsStreamAsync(Deadline);

        // The first piece passes at once; the second would take hours.
        await body.ReadExactlyAsync(new byte[1], Deadline);

        await ExpectSilenceAsync(body.ReadExactlyAsync(new byte[Answer.Length - 1], giveUp.Token).AsTask(), giveUp);
        proxy.Fault = new Fault(FaultKind.Bandwidth) { BytesPerSecond = 100_000_000 };
        Assert.That(await client.GetByteArrayAsync(proxy.Url, Deadline), Is.EqualTo(Answer));
    }

    [TestCase(false)]
    [TestCase(true)]
    public async Task CorruptAnswer_Once_OneByteIsAnotherAndTheNextAnswerIsRight(bool chunked)
    {
        await using var server = new StubServer(Answer, chunked: chunked);
        await using var proxy = new FaultProxy(server.Url, seed: 1) { Fault = new Fault(FaultKind.CorruptAnswer) { After = 54_321, Times = 1 } };
        using var client = new HttpClient();

        var wrong = await client.GetByteArrayAsync(proxy.Url, Deadline);
        var right = await client.GetByteArrayAsync(proxy.Url, Deadline);

        Assert.That(DifferencesOf(wrong, Answer), Is.EqualTo((int[])[54_321]));
        Assert.That(right, Is.EqualTo(Answer));
        Assert.That(proxy.Struck, Is.EqualTo(1));
    }

    [Test]
    public async Task CorruptAnswer_Xml_PassesUnchanged()
    {
        await using var server = new StubServer(Answer, "application/xml");
        await using var proxy = new FaultProxy(server.Url, seed: 1) { Fault = new Fault(FaultKind.CorruptAnswer) };
        using var client = new HttpClient();

        Assert.That(await client.GetByteArrayAsync(proxy.Url, Deadline), Is.EqualTo(Answer));
        Assert.That(proxy.Struck, Is.Zero);
    }

    [Test]
    public async Task CorruptRequest_OneByteIsAnother()
    {
        await using var server = new StubServer(Answer);
        await using var proxy = new FaultProxy(server.Url, seed: 1) { Fault = new Fault(FaultKind.CorruptRequest) { After = 12_345 } };
        using var client = new HttpClient();

        using var put = await client.PutAsync(proxy.Url, new ByteArrayContent(Sent), Deadline);

        Assert.That(DifferencesOf(await server.Request, Sent), Is.EqualTo((int[])[12_345]));
    }

    [Test]
    public async Task Chance_SameSeed_StrikesTheSameRequests()
    {
        await using var server = new StubServer([1]);

        var first = await StrikesAsync(server, seed: 7);
        var again = await StrikesAsync(server, seed: 7);
        var other = await StrikesAsync(server, seed: 8);

        Assert.That(again, Is.EqualTo(first));
        Assert.That(other, Is.Not.EqualTo(first));
    }

    private async Task<List<int>> StrikesAsync(StubServer server, int seed)
    {
        await using var proxy = new FaultProxy(server.Url, seed) { Fault = new Fault(FaultKind.Latency) { Chance = 0.5 } };
        using var client = new HttpClient();
        var counts = new List<int>();
        for (var i = 0; i < 30; i++)
        {
            await client.GetByteArrayAsync(proxy.Url, Deadline);
            counts.Add(proxy.Struck);
        }

        return counts;
    }

    private static async Task ExpectSilenceAsync(Task request, CancellationTokenSource giveUp)
    {
        Assert.That(request.IsCompleted, Is.False);
        await giveUp.CancelAsync();
        Assert.That(async () => await request, Throws.InstanceOf<OperationCanceledException>());
    }

    private static int[] DifferencesOf(byte[] actual, byte[] expected)
    {
        Assert.That(actual, Has.Length.EqualTo(expected.Length));
        return [.. Enumerable.Range(0, expected.Length).Where(i => actual[i] != expected[i])];
    }

    private static SocketError? SocketErrorOf(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
            {
                return socket.SocketErrorCode;
            }
        }

        return null;
    }
}
