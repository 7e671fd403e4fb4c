using System.Text.Json;

namespace S3Kit.Tests.Encryption;

/// <summary>A key of the caller's, which nothing shows.</summary>
public sealed class SseCustomerKeyTests
{
    private static readonly byte[] Bytes = [.. Enumerable.Range(100, 32).Select(i => (byte)i)];

    [TestCase(0)]
    [TestCase(16)]
    [TestCase(31)]
    [TestCase(33)]
    public void FromBytes_AnotherLength_IsRefusedWithoutShowingIt(int length)
    {
        byte[] key = [.. Enumerable.Repeat((byte)0x5A, length)];
        string text = Convert.ToBase64String(key);

        ArgumentException? ofBytes = Assert.Throws<ArgumentException>(() => SseCustomerKey.FromBytes(key));
        ArgumentException? ofText = Assert.Throws<ArgumentException>(() => SseCustomerKey.FromBase64(text));

        Assert.That(ofBytes!.Message, Does.Contain("32 bytes"));
        Assert.That(length == 0 ? "" : ofBytes.ToString() + ofText, Does.Not.Contain("WlpaWlpa"));
    }

    [TestCase("?! what ?!")]
    [TestCase("ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgo")]
    [TestCase("ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1+f4CBgoM==")]
    [TestCase("ZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXp7fH1-f4CBgoM=")]
    public void FromBase64_SlipInTheText_IsRefusedWithoutShowingIt(string text)
    {
        ArgumentException? error = Assert.Throws<ArgumentException>(() => SseCustomerKey.FromBase64(text));

        Assert.That(error!.ToString(), Does.Not.Contain(text[..8]));
    }

    [Test]
    public void FromBase64_Null_IsRefused() => Assert.Throws<ArgumentNullException>(() => SseCustomerKey.FromBase64(null!));

    [Test]
    public void Key_ChangedAfterwards_IsTheOneThatWasTaken()
    {
        byte[] bytes = [.. Bytes];
        var key = SseCustomerKey.FromBytes(bytes);
        Array.Clear(bytes);

        Assert.That(key, Is.EqualTo(SseCustomerKey.FromBase64(Convert.ToBase64String(Bytes))));
        Assert.That(key, Is.Not.EqualTo(SseCustomerKey.FromBytes(bytes)));
    }

    [Test]
    public void Key_ShownAnyWay_ShowsNothingOfIt()
    {
        var key = SseCustomerKey.FromBytes(Bytes);
        var put = new PutObjectOptions { ServerSideEncryption = key };
        var get = new GetObjectOptions { CustomerKey = key };
        var asPut = JsonSerializer.Serialize(put);

        string shown = $"{key} {put} {get} {asPut} {JsonSerializer.Serialize(get)} {JsonSerializer.Serialize(key)} {JsonSerializer.Serialize<object>(key)}";

        Assert.That(shown, Does.Contain("SseCustomerKey { *** }"));
        Assert.That(shown, Does.Not.Contain(key.Base64).And.Not.Contain(key.Base64[..8]).And.Not.Contain(key.Md5).And.Not.Contain(Convert.ToHexString(Bytes)[..8]));
    }
}
