using System.Text;
using S3Kit.Protocol;

namespace S3Kit.Tests.Protocol.Signing;

public class S3EncodingTests
{
    [TestCase("plain/key-1_2.txt~", "plain/key-1_2.txt~")]
    [TestCase("a b", "a%20b")]
    [TestCase("a+b", "a%2Bb")]
    [TestCase("50%", "50%25")]
    [TestCase("a//b/", "a//b/")]
    [TestCase("/lead", "/lead")]
    [TestCase("../up/./x", "../up/./x")]
    [TestCase("caf\u00e9", "caf%C3%A9")]
    [TestCase("\u6f22/\U0001F600", "%E6%BC%A2/%F0%9F%98%80")]
    [TestCase("!'()*&=?#:@$,;", "%21%27%28%29%2A%26%3D%3F%23%3A%40%24%2C%3B")]
    [TestCase("a\nb\0", "a%0Ab%00")]
    [TestCase("", "")]
    public void EncodePath_Key_EncodesAllButUnreservedAndSlash(string key, string expected) =>
        Assert.That(S3Encoding.EncodePath(key), Is.EqualTo(expected));

    [Test]
    public void EncodePath_NothingToEncode_ReturnsSameInstance()
    {
        var key = new string("a/b~c".AsSpan());

        Assert.That(S3Encoding.EncodePath(key), Is.SameAs(key));
    }

    [Test]
    public void EncodePath_LongKey_EncodesPastTheStackBuffer()
    {
        var key = new string('\u00e9', 700) + "/end";

        Assert.That(S3Encoding.EncodePath(key), Is.EqualTo(string.Concat(Enumerable.Repeat("%C3%A9", 700)) + "/end"));
    }

    [Test]
    public void EncodePath_LoneSurrogate_ThrowsInsteadOfNamingAnotherKey() =>
        Assert.That(() => S3Encoding.EncodePath("a\ud800b"), Throws.InstanceOf<EncoderFallbackException>());

    [TestCase("a/b", "a%2Fb")]
    [TestCase("a b+c", "a%20b%2Bc")]
    [TestCase("~-_.", "~-_.")]
    public void EncodeQuery_Value_EncodesSlashToo(string value, string expected) =>
        Assert.That(S3Encoding.EncodeQuery(value), Is.EqualTo(expected));

    [Test]
    public void BuildQuery_NoParameters_IsEmpty() => Assert.That(S3Encoding.BuildQuery([]), Is.Empty);

    [Test]
    public void BuildQuery_OneEmptyValue_KeepsEqualsSign() =>
        Assert.That(S3Encoding.BuildQuery([new("uploads", "")]), Is.EqualTo("uploads="));

    [Test]
    public void BuildQuery_Several_SortsByEncodedNameThenEncodedValue() =>
        Assert.That(
            S3Encoding.BuildQuery([new("b", "2"), new("a b", "x"), new("b", "1/"), new("B", ""), new("a", "z"), new("a-b", "")]),
            Is.EqualTo("B=&a=z&a%20b=x&a-b=&b=1%2F&b=2"));
}
