"""The words screen, paper and command line share.

Everything goes through Qt's translation, and nothing here needs a running application. The core
speaks codes; a code without words fails the type checker. Import from the modules themselves, or
all of them from ``together``: the first window waits for whatever is gathered here.
"""
