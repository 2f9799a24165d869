using System.Net.Sockets;
using System.Xml;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter9.Q01_STARTED_AFTER_RETURN
{
    public sealed class SlotGrid
    {
        private readonly TcpClient?[] _slots = new TcpClient?[4];
        private readonly string _host;
        private readonly bool _auto;
        private bool _running;

        public SlotGrid(string host, bool auto)
        {
            _host = host;
            _auto = auto;
        }

        public void Start()
        {
            for (var i = 0; i < _slots.Length; i++)
                _slots[i] = new TcpClient(_host, 2000 + i); //! LEAK1001
            if (!_auto)
                return;
            _running = true;
            foreach (var slot in _slots)
                slot?.Client.Send(new byte[] { 1 });
        }

        public void Stop()
        {
            if (!_running)
                return;
            for (var i = 0; i < _slots.Length; i++)
            {
                _slots[i]?.Dispose();
                _slots[i] = null;
            }

            _running = false;
        }
    }
}

namespace Samples.ToTheLetter9.Q02_HELPER_RETURNS
{
    public sealed class SlotGrid
    {
        private readonly TcpClient?[] _slots = new TcpClient?[4];
        private readonly string _host;
        private readonly bool _auto;
        private bool _running;

        public SlotGrid(string host, bool auto)
        {
            _host = host;
            _auto = auto;
        }

        public void Start()
        {
            for (var i = 0; i < _slots.Length; i++)
                _slots[i] = new TcpClient(_host, 2000 + i); //! LEAK1001
            Run();
        }

        private void Run()
        {
            if (!_auto)
                return;
            _running = true;
            foreach (var slot in _slots)
                slot?.Client.Send(new byte[] { 1 });
        }

        public void Stop()
        {
            if (!_running)
                return;
            for (var i = 0; i < _slots.Length; i++)
            {
                _slots[i]?.Dispose();
                _slots[i] = null;
            }

            _running = false;
        }
    }
}

namespace Samples.ToTheLetter9.Q05_MARK_TAKEN_BACK
{
    public sealed class SlotGrid
    {
        private readonly TcpClient?[] _slots = new TcpClient?[4];
        private readonly string _host;
        private readonly bool _auto;
        private bool _running;

        public SlotGrid(string host, bool auto)
        {
            _host = host;
            _auto = auto;
        }

        public void Start()
        {
            _running = true;
            for (var i = 0; i < _slots.Length; i++)
                _slots[i] = new TcpClient(_host, 2000 + i); //! LEAK1001
            if (!_auto)
                _running = false;
        }

        public void Stop()
        {
            if (!_running)
                return;
            for (var i = 0; i < _slots.Length; i++)
            {
                _slots[i]?.Dispose();
                _slots[i] = null;
            }

            _running = false;
        }
    }
}

namespace Samples.ToTheLetter9.R01_HEADER_READS_ONLY
{
    /// <summary>What stands at the head of a file, and a file for what was found.</summary>
    public sealed class PageHeader : IDisposable
    {
        private readonly int _version;
        private readonly FileStream _found;

        public PageHeader(FileStream pages, string found)
        {
            _version = pages.ReadByte();
            _found = new FileStream(found, FileMode.Append);
        }

        public override string ToString() => $"{_version}, {_found.Length}";

        public void Dispose() => _found.Dispose();
    }

    public sealed class PageStore : IDisposable
    {
        private FileStream? _part;
        private PageHeader? _whole;

        public void Reload(string path)
        {
            var part = new FileStream(path, FileMode.Open);
            var old = _whole;
            _part = part; //! LEAK1001
            _whole = new PageHeader(part, path + ".found");
            old?.Dispose();
        }

        public string Show() => _whole!.ToString() ?? "";

        public long Size => _part?.Length ?? 0;

        public void Dispose()
        {
            _whole?.Dispose();
            _part?.Dispose();
        }
    }
}

namespace Samples.ToTheLetter9.R02_INDEX_COPIES
{
    public static class Pages
    {
        public static int Count(FileStream pages) => (int)(pages.Length / 4096);
    }

    /// <summary>Looks things up in a file that is its user's, and keeps what it found in one of its own.</summary>
    public sealed class PageIndex : IDisposable
    {
        private readonly FileStream _pages;
        private readonly FileStream _found;

        public PageIndex(FileStream pages, string found)
        {
            _pages = pages;
            _found = new FileStream(found, FileMode.Append);
        }

        public override string ToString() => $"{Pages.Count(_pages)} pages";

        public void Dispose() => _found.Dispose();
    }

    public sealed class PageStore : IDisposable
    {
        private FileStream? _part;
        private PageIndex? _whole;

        public void Reload(string path)
        {
            var part = new FileStream(path, FileMode.Open);
            var old = _whole;
            _part = part; //! LEAK1001
            _whole = new PageIndex(part, path + ".found");
            old?.Dispose();
        }

        public string Show() => _whole!.ToString() ?? "";

        public long Size => _part?.Length ?? 0;

        public void Dispose()
        {
            _whole?.Dispose();
            _part?.Dispose();
        }
    }
}

namespace Samples.ToTheLetter9.R03_TOLD_TO_DOWNLOAD
{
    /// <summary>Looks things up in a file that is its user's, and keeps what it found in one of its own.</summary>
    public sealed class PageIndex : IDisposable
    {
        private readonly FileStream _pages;
        private readonly FileStream _found;
        private readonly bool _isDownload;

        public PageIndex(FileStream pages, string found, bool isDownload)
        {
            _pages = pages;
            _found = new FileStream(found, FileMode.Append);
            _isDownload = isDownload;
        }

        public override string ToString() => $"{_pages.Length} bytes, {_isDownload}";

        public void Dispose() => _found.Dispose();
    }

    public sealed class PageStore : IDisposable
    {
        private FileStream? _part;
        private PageIndex? _whole;

        public void Reload(string path)
        {
            var part = new FileStream(path, FileMode.Open);
            var old = _whole;
            _part = part; //! LEAK1001
            _whole = new PageIndex(part, path + ".found", isDownload: true);
            old?.Dispose();
        }

        public string Show() => _whole!.ToString() ?? "";

        public long Size => _part?.Length ?? 0;

        public void Dispose()
        {
            _whole?.Dispose();
            _part?.Dispose();
        }
    }
}

namespace Samples.ToTheLetter9.R07_XML_CLOSES_INPUT
{
    public sealed class XmlStore : IDisposable
    {
        private FileStream? _part;
        private XmlReader? _whole;

        public void Reload(string path)
        {
            var part = new FileStream(path, FileMode.Open);
            var old = _whole;
            _part = part;
            _whole = XmlReader.Create(part, new XmlReaderSettings { CloseInput = true });
            old?.Dispose();
        }

        public string Show() => _whole!.Name;

        public long Size => _part?.Length ?? 0;

        public void Dispose()
        {
            _whole?.Dispose();
        }
    }
}

namespace Samples.ToTheLetter9.R09_ENDED_ON_RESET_ONLY
{
    /// <summary>Looks things up in a file that is its user's, and keeps what it found in one of its own.</summary>
    public sealed class PageIndex : IDisposable
    {
        private FileStream _pages;
        private readonly FileStream _found;

        public PageIndex(FileStream pages, string found)
        {
            _pages = pages;
            _found = new FileStream(found, FileMode.Append);
        }

        /// <summary>Goes on with another file; the one before is not needed any more.</summary>
        public void Move(FileStream pages)
        {
            _pages.Dispose();
            _pages = pages;
        }

        public override string ToString() => $"{_pages.Length} bytes";

        public void Dispose() => _found.Dispose();
    }

    public sealed class PageStore : IDisposable
    {
        private FileStream? _part;
        private PageIndex? _whole;

        public void Reload(string path)
        {
            var part = new FileStream(path, FileMode.Open);
            var old = _whole;
            _part = part; //! LEAK1001
            _whole = new PageIndex(part, path + ".found");
            old?.Dispose();
        }

        public string Show() => _whole!.ToString() ?? "";

        public long Size => _part?.Length ?? 0;

        public void Dispose()
        {
            _whole?.Dispose();
            _part?.Dispose();
        }
    }
}
