using System.Net;
using System.Net.Sockets;
using S3Kit.Routing;
using S3Kit.Tests.Scripting;

namespace S3Kit.Tests.Routing;

/// <summary>A host name with several addresses does not pin anybody to a dead one. Only addresses of this machine are used.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class AddressConnectorTests : IDisposable
{
    private static readonly IPAddress Dead = IPAddress.Parse("127.0.0.2");
    private static readonly IPAddress Alive = IPAddress.Parse("127.0.0.1");

    private readonly TcpListener _server = new(Alive, 0);
    private readonly WatchedTimeProvider _time = new();
    private IPAddress[] _addresses = [Dead, Alive];

    public AddressConnectorTests()
    {
        _server.Start();
        Connector = new AddressConnector(_time, (host, _) => host == "store.test" ? Task.FromResult(_addresses) : throw new SocketException((int)SocketError.HostNotFound));
    }

    private AddressConnector Connector { get; }

    private int Port => ((IPEndPoint)_server.LocalEndpoint).Port;

    public void Dispose() => _server.Dispose();

    [Test]
    public async Task Connect_OneAddressRefuses_TheOtherIsTaken()
    {
        for (int i = 0; i < 4; i++)
        {
            using Socket socket = await Connector.ConnectAsync(new DnsEndPoint("store.test", Port), CancellationToken.None).Soon();
            Assert.That(((IPEndPoint)socket.RemoteEndPoint!).Address, Is.EqualTo(Alive));
            Assert.That(socket.NoDelay, Is.True);
        }
    }

    [Test]
    public void Connect_AllRefuse_TheLastErrorIsThrown()
    {
        _addresses = [Dead, IPAddress.Parse("127.0.0.3")];

        SocketException? error = Assert.ThrowsAsync<SocketException>(() => Connector.ConnectAsync(new DnsEndPoint("store.test", Port), CancellationToken.None).Soon());

        Assert.That(error!.SocketErrorCode, Is.EqualTo(SocketError.ConnectionRefused));
    }

    [Test]
    public async Task Connect_FirstAnswersNothing_TheSecondIsTriedAfterItsHeadStart()
    {
        // A listener whose backlog is full takes no connection and refuses none: the kernel lets them wait.
        using var full = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        full.Bind(new IPEndPoint(Dead, Port));
        full.Listen(0);
        List<Socket> fillers = await FillAsync(new IPEndPoint(Dead, Port));
        try
        {
            _addresses = [Alive, Dead];
            Task<Socket> connecting = Connector.ConnectAsync(new DnsEndPoint("store.test", Port), CancellationToken.None);
            await _time.NextTimer(AddressConnector.HeadStart);
            Assert.That(connecting.IsCompleted, Is.False);
            _time.Advance(AddressConnector.HeadStart);

            using Socket socket = await connecting.Soon();
            Assert.That(((IPEndPoint)socket.RemoteEndPoint!).Address, Is.EqualTo(Alive));

            // From now on it comes last: no head start is waited for again.
            using Socket second = await Connector.ConnectAsync(new DnsEndPoint("store.test", Port), CancellationToken.None).Soon();
            using Socket third = await Connector.ConnectAsync(new DnsEndPoint("store.test", Port), CancellationToken.None).Soon();
            Assert.That(((IPEndPoint)third.RemoteEndPoint!).Address, Is.EqualTo(Alive));
        }
        finally
        {
            fillers.ForEach(static socket => socket.Dispose());
        }
    }

    [Test]
    public void Connect_Cancelled_Ends()
    {
        using var cancellation = new CancellationTokenSource();
        var connector = new AddressConnector(_time, (_, token) => new TaskCompletionSource<IPAddress[]>().Task.WaitAsync(token));
        Task<Socket> connecting = connector.ConnectAsync(new DnsEndPoint("store.test", Port), cancellation.Token);
        cancellation.Cancel();

        Assert.CatchAsync<OperationCanceledException>(() => connecting.Soon());
    }

    [Test]
    public void Connect_UnknownHost_IsThatError() => Assert.That(
        Assert.ThrowsAsync<SocketException>(() => Connector.ConnectAsync(new DnsEndPoint("nowhere.test", Port), CancellationToken.None).Soon())!.SocketErrorCode,
        Is.EqualTo(SocketError.HostNotFound));

    [Test]
    public async Task Connect_Literal_IsNotLookedUp()
    {
        using Socket socket = await Connector.ConnectAsync(new DnsEndPoint("127.0.0.1", Port), CancellationToken.None).Soon();

        Assert.That(((IPEndPoint)socket.RemoteEndPoint!).Port, Is.EqualTo(Port));
    }

    /// <summary>Connects until nobody is let in any more.</summary>
    private static async Task<List<Socket>> FillAsync(IPEndPoint address)
    {
        var sockets = new List<Socket>();
        for (int i = 0; i < 16; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
            sockets.Add(socket);
            _ = ConnectAsync(socket, address);
            await Task.Yield();
        }

        return sockets;
    }

    private static async Task ConnectAsync(Socket socket, IPEndPoint address) => await socket.ConnectAsync(address).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
