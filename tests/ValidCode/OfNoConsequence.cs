// What looks like a loss is none: nothing raises the event, or the failure reaches the one user that there is.
namespace LeakGuard.ValidCode.OfNoConsequence.NothingRaisesIt
{
    public interface ILedger
    {
        event EventHandler? RolledOver;

        void Write(string line);
    }

    public sealed class FileLedger : ILedger
    {
        public event EventHandler? RolledOver = delegate { };

        public void Write(string line) => File.AppendAllText("ledger.txt", line);

        public string Read() => File.ReadAllText("ledger.txt");

        public void Delete() => File.Delete("ledger.txt");

        public bool Exists() => File.Exists("ledger.txt");
    }

    public sealed class Quotes
    {
        public event EventHandler? Stale;

        private readonly Dictionary<string, decimal> _last = new();

        public bool HasListeners() => Stale != null;

        public void Set(string symbol, decimal price) => _last[symbol] = price;

        public decimal Get(string symbol) => _last.GetValueOrDefault(symbol);

        public void Forget(string symbol) => _last.Remove(symbol);
    }

    public sealed class Forwarder
    {
        public Forwarder(Quotes quotes) => quotes.Stale += (_, e) => Outdated?.Invoke(this, e);

        public event EventHandler? Outdated;
    }

    public sealed class Reports
    {
        private readonly HttpClient _http = new();

        public Reports(ILedger ledger, Quotes quotes, Forwarder forwarder)
        {
            ledger.RolledOver += OnRolledOver;
            quotes.Stale += (_, _) => _http.GetAsync("http://reports/stale").Wait();
            forwarder.Outdated += (_, _) => _http.GetAsync("http://reports/outdated").Wait();
        }

        private void OnRolledOver(object? sender, EventArgs e) => _http.PostAsync("http://reports/rolled", null).Wait();
    }
}

namespace LeakGuard.ValidCode.OfNoConsequence.OneUser
{
    public sealed class VolumeStream : Stream
    {
        private readonly string _name;
        private int _volume;
        private FileStream _part;

        public VolumeStream(string name)
        {
            _name = name;
            _part = File.Create(name + ".tmp");
        }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _part.Length;

        public override long Position { get => _part.Position; set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (_part.Length + count > 1 << 20)
                Next();
            _part.Write(buffer, offset, count);
        }

        public override void Flush() => _part.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _part.Dispose();
            base.Dispose(disposing);
        }

        private void Next()
        {
            _part.Dispose();
            File.Move(_name + ".tmp", $"{_name}.{++_volume:000}");
            _part = File.Create(_name + ".tmp");
        }
    }
}
